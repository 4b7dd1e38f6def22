//! A look at many guardrails at once, for passing over those that nothing in a program can break.

use crate::{
    EntityType, Never, Program, ResourceType, Scope, TooComplex,
    condition::Condition,
    region::{Builder, MAX_STEPS, Region},
};

/// What nobody may do.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) never: &'a Never,
    /// The condition of its place.
    pub(super) condition: Option<&'a Condition>,
    /// How many parts that has.
    pub(super) size: usize,
}

/// A program of fewer rules is looked at alone as fast.
const FEW: usize = 4;

/// Which of `asked` nothing in `program` breaks, as far as that can be seen with at most `left` steps, which it takes
/// away.
///
/// What is asked shares one diagram, so what a program grants is worked out once for all who ask about a scope; who
/// is not passed over here is looked at alone.
pub(super) fn passed(
    program: &Program,
    asked: &[Option<Asked<'_>>],
    left: &mut usize,
) -> Vec<bool> {
    let mut passed = vec![false; asked.len()];
    if program.rules.len() < FEW {
        return passed;
    }
    for entity_type in EntityType::ALL {
        // What can be done on the organization is seen without a diagram.
        let is_of_type = |asked: &Asked<'_>| {
            let mut types = asked.never.scope.resource_types();
            types.next() == Some(ResourceType::Entity(entity_type)) && types.next().is_none()
        };
        let about: Vec<_> = asked.iter().map(|asked| asked.filter(is_of_type)).collect();
        if about.iter().flatten().count() > 1 {
            // What is too complex together may not be so alone.
            let _: Result<(), TooComplex> = look(program, &about, &mut passed, entity_type, left);
        }
    }
    passed
}

fn look(
    program: &Program,
    about: &[Option<Asked<'_>>],
    passed: &mut [bool],
    entity_type: EntityType,
    left: &mut usize,
) -> Result<(), TooComplex> {
    let sizes = about.iter().flatten().map(|asked| asked.size);
    *left = left.checked_sub(program.size() + sizes.sum::<usize>()).ok_or(TooComplex)?;
    let allowed = MAX_STEPS.min(*left);
    *left -= allowed;
    let places: Vec<_> = about.iter().flatten().filter_map(|asked| asked.condition).collect();
    let mut builder = Builder::within(&[program], &places, entity_type, allowed)?;
    let mut granted: Vec<(Scope, Region)> = Vec::new();
    for (asked, passed) in about.iter().zip(passed) {
        let Some(Asked { never, condition, .. }) = asked else { continue };
        let known = granted.iter().find(|(scope, _)| *scope == never.scope);
        let region = if let Some((_, region)) = known {
            *region
        } else {
            let region = builder.granted(program, never.scope)?;
            granted.push((never.scope, region));
            region
        };
        *passed = builder.granted_in(region, *condition)? == Region::NONE;
    }
    *left += builder.diagram.left();
    Ok(())
}
