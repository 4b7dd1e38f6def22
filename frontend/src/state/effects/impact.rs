//! What the engine says that a change means for everybody, as lines for people.

use std::collections::HashMap;

use policy::{
    ChangeKind, Edit, Effect, EntityType, Impact, Organization, Principal, ScopeSet, SourceKind,
};

use super::{Line, Told, few, name};
use crate::state::form::words::{entity_name, set_name};
use crate::state::moment::now;

/// How many people, teams and tokens a change touches, and what it means for them; why it is not known, where it is not.
pub type Meaning = Result<([usize; 3], Vec<Told>), String>;

/// What `edit` means for everybody now.
pub fn meaning(organization: &Organization, edit: Edit) -> Meaning {
    let impact = Impact::of(organization, &[edit], now()).map_err(|error| error.to_string())?;
    Ok((touched(&impact), Told::all(organization, &impact)))
}

impl Told {
    /// What an impact means, those first for whom something changes; whom it leaves as they are is left out.
    pub fn all(organization: &Organization, impact: &Impact) -> Vec<Self> {
        let effects = impact.effects.iter().filter(|effect| !effect.is_nothing());
        Self::together(effects.map(|effect| Self::of(organization, effect)))
    }

    fn of(organization: &Organization, effect: &Effect) -> Self {
        let everybody: Vec<_> =
            effect.holders.iter().map(|holder| name(organization, holder)).collect();
        Self {
            holders: few(&everybody),
            everybody,
            gained: lines(organization, effect, true),
            lost: lines(organization, effect, false),
            later: Vec::new(),
            covered: effect.covered.iter().map(|covered| told(organization, covered)).collect(),
            unknown: effect.difference.as_ref().err().map(ToString::to_string),
        }
    }
}

/// How many people, teams and tokens are among those for whom something changes.
pub fn touched(impact: &Impact) -> [usize; 3] {
    let mut count = [0; 3];
    for holder in impact
        .effects
        .iter()
        .filter(|effect| !effect.is_nothing())
        .flat_map(|effect| &effect.holders)
    {
        let [people, teams, tokens] = &mut count;
        *match holder {
            Principal::User(_) => people,
            Principal::Team(_) => teams,
            Principal::Token(_) => tokens,
        } += 1;
    }
    count
}

/// What is gained, or lost: on the organization, on entities there are, and on those there could be.
fn lines(organization: &Organization, effect: &Effect, is_gain: bool) -> Vec<Line> {
    let pick = |delta: &policy::Delta| if is_gain { delta.gained } else { delta.lost };
    let mut lines = Vec::new();
    let global = pick(&effect.organization);
    if !global.is_empty() {
        lines.push(Line::on_organization(organization, global));
    }
    let mut groups = Vec::<(EntityType, ScopeSet, Vec<u32>)>::new();
    let mut known = HashMap::new();
    for changed in &effect.entities {
        let scopes = pick(&changed.delta);
        let entity = organization.inventory.entity(changed.row);
        let Some(entity) = entity.filter(|_| !scopes.is_empty()) else { continue };
        let place = *known.entry((entity.entity_type, scopes)).or_insert_with(|| {
            groups.push((entity.entity_type, scopes, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, _, rows)) = groups.get_mut(place) {
            rows.push(changed.row);
        }
    }
    groups.sort_by_key(|(_, _, rows)| std::cmp::Reverse(rows.len()));
    for (entity_type, scopes, rows) in &groups {
        let first = rows.iter().copied();
        lines.push(Line::on(organization, *entity_type, *scopes, rows.len(), first));
    }
    let longer = effect.entities.iter().flat_map(|changed| &changed.limits);
    let longer =
        longer.filter(|(_, before, after)| opens_longer(*before, *after) == is_gain).count();
    lines.extend(Line::opening(longer, is_gain));
    if lines.is_empty() {
        lines.extend(future(organization, effect, is_gain));
    }
    lines
}

/// Whether a limit after is longer than before; no limit is the longest.
fn opens_longer(before: Option<u64>, after: Option<u64>) -> bool {
    before.is_some_and(|before| after.is_none_or(|after| after > before))
}

/// What changes where nothing exists yet.
fn future(organization: &Organization, effect: &Effect, is_gain: bool) -> Vec<Line> {
    let changes = effect.difference.iter().flat_map(|difference| &difference.changes);
    let changes = changes.filter(|change| {
        matches!(change.kind, ChangeKind::Gained | ChangeKind::OpenLonger(_)) == is_gain
    });
    changes
        .map(|change| {
            let case = change.cases.first();
            let case = case.map(|case| case.named(&organization.inventory).to_string());
            let place = match case {
                Some(case) => format!("on none there is today, but on {case}"),
                None => "on none there is today, but on some there could be".to_owned(),
            };
            Line::at(organization, change.scopes, place)
        })
        .collect()
}

/// What another source grants anyway.
fn told(organization: &Organization, covered: &policy::Covered) -> String {
    let scopes = covered.scopes.gained.union(covered.scopes.lost);
    let names: Vec<_> = scopes.iter().map(policy::Scope::name).collect();
    let scopes = match names.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        many => format!("{} scopes", many.len()),
    };
    let place = match covered.entities {
        0 => String::new(),
        1 => " on 1 entity".to_owned(),
        more => format!(" on {more} entities"),
    };
    format!("{scopes}{place} anyway, through {}", source(organization, &covered.source))
}

/// A source of access in words.
pub fn source(organization: &Organization, source: &policy::Source) -> String {
    let through = source.through.as_str();
    let role = |id| set_name(organization, id);
    match source.kind {
        SourceKind::Role => "the role itself".to_owned(),
        SourceKind::OwnRole => format!("the own role {}", role(through)),
        SourceKind::TeamRole => match &source.team {
            Some(team) => format!("the role {} of team {team}", role(through)),
            None => format!("the team role {}", role(through)),
        },
        SourceKind::TeamGrant => format!("what team {through} was granted"),
        SourceKind::CreatorGrant => {
            let created = source.created();
            let name = created.map(|(of, id)| entity_name(organization, of, id));
            format!("having created {}", name.unwrap_or(through))
        }
        SourceKind::Setting => format!("the organization-wide setting {through}"),
    }
}
