//! References that do not lead where they should.

use super::{Code, Diagnostic, Severity};
use crate::{Organization, Program, TroubleKind, UxPurpose, nearest::nearest};

pub(super) fn diagnose(organization: &Organization, program: &Program) -> Vec<Diagnostic> {
    let trouble = |trouble: &crate::Trouble| {
        let id = &trouble.id;
        let (code, severity, message) = match trouble.kind {
            TroubleKind::Dangling => {
                let ids = organization.records.iter().map(|record| record.id.as_str());
                let near = nearest(id, ids)
                    .map(|near| format!(", did you mean `{near}`?"))
                    .unwrap_or_default();
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
