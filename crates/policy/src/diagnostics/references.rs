//! References that do not lead where they should.

use super::{Code, Diagnostic, Hints, Severity};
use crate::{Organization, Program, TroubleKind, UxPurpose};

pub(super) fn diagnose(
    organization: &Organization,
    program: &Program,
    hints: &mut Hints,
) -> Vec<Diagnostic> {
    let dangling =
        program.troubles().iter().filter(|trouble| matches!(trouble.kind, TroubleKind::Dangling));
    let ids: Vec<_> = organization.records.iter().map(|record| record.id.as_str()).collect();
    let near = hints.of(dangling.map(|trouble| trouble.id.as_str()), &ids);
    let trouble = |trouble: &crate::Trouble| {
        let id = &trouble.id;
        let (code, severity, message) = match trouble.kind {
            TroubleKind::Dangling => {
                let near = near.get(id.as_str()).map_or("", String::as_str);
                let message = format!(
                    "there is no role, policy or permission set `{id}`, so this grants nothing{near}"
                );
                (Code::DanglingReference, Severity::Error, message)
            }
            TroubleKind::Circular => {
                let message = format!("`{id}` leads back to here, so this grants nothing");
                (Code::CircularReference, Severity::Error, message)
            }
            TroubleKind::WrongPurpose { from, to } => {
                let right = from.may_name().map_or("nothing", UxPurpose::name);
                let message = format!(
                    "a {} can only reference {right}, and `{id}` is a {}; it cannot be saved like this",
                    from.name(),
                    to.name()
                );
                (Code::WrongReference, Severity::Warning, message)
            }
        };
        Diagnostic::new(code, severity, program.trouble_place(trouble), message)
    };
    program.troubles().iter().map(trouble).collect()
}
