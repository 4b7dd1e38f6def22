//! Answers of the explorer in lines, as the page and its files have them.

use policy::Organization;
use wire::compare::{Comparison, Finding};
use wire::explain::{Explained, Who};
use wire::repair::Repair;

use super::asked::called;
use super::effects::{Line, Told};
use super::proof_words::place;
use super::rule_words::rule_in_words;
use crate::preview::words::amount;

/// Why somebody may, or why not, in lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// What somebody is called.
    pub who: String,
    /// The rules that grant it.
    pub grants: Vec<String>,
    /// The rules that do not reach, each with what does not hold.
    pub misses: Vec<(String, String)>,
    /// What would mend it, each with what else it does.
    pub repairs: Vec<(String, String)>,
}

impl Lines {
    /// The lines of `explained`.
    pub fn of(organization: &Organization, explained: &Explained) -> Self {
        let who = called(organization, &explained.subject);
        let rule = |rule| rule_in_words(organization, &explained.subject, rule);
        let misses = explained.misses.iter();
        let repairs = explained.repairs.iter().flatten();
        Self {
            grants: explained.grants.iter().map(rule).collect(),
            misses: misses.map(|miss| (rule(&miss.rule), miss.failing.join(" and "))).collect(),
            repairs: repairs.map(|repair| (repair.words.clone(), cost(&who, repair))).collect(),
            who,
        }
    }
}

/// What else a repair opens, and for whom.
fn cost(who: &str, repair: &Repair) -> String {
    let opens = match repair.opens {
        0 => "opens nothing else".to_owned(),
        1 => "opens 1 other cell".to_owned(),
        more => format!("opens {more} other cells"),
    };
    let others = match repair.others {
        None => "reaches more others than were looked at".to_owned(),
        Some(0) => "reaches nobody else".to_owned(),
        Some(1) => "reaches 1 other".to_owned(),
        Some(more) => format!("reaches {more} others"),
    };
    let closes = match repair.closes {
        0 => String::new(),
        closes => format!(", takes {} away", amount(closes, "cell")),
    };
    format!("{opens} for {who}{closes}, {others}")
}

/// Why somebody may, or why not, as rows of a table.
pub fn why_rows(organization: &Organization, explained: &Explained) -> Vec<Vec<String>> {
    let Lines { who, grants, misses, repairs } = Lines::of(organization, explained);
    let may = if explained.allowed { "may" } else { "may not" };
    let at = match &explained.entity {
        None => "the organization".to_owned(),
        Some(key) => {
            let entity_type = policy::EntityType::from(key.entity_type);
            let name = super::form::words::entity_name(organization, entity_type, &key.id);
            format!("{} {name}", entity_type.noun())
        }
    };
    let row = |kind: &str, what: String, detail: String| vec![kind.to_owned(), what, detail];
    let answer = row("answer", format!("{who} {may} {} on {at}", explained.scope), String::new());
    let refused = explained.refused.iter();
    let refused = refused.map(|standing| row("refused", standing.message.clone(), String::new()));
    let grants = grants.into_iter().map(|rule| row("granted by", rule, String::new()));
    let misses = misses
        .into_iter()
        .map(|(rule, failing)| row("does not reach", rule, format!("does not hold: {failing}")));
    let repairs = repairs.into_iter().map(|(words, cost)| row("allowed after", words, cost));
    let rows = std::iter::once(answer).chain(refused).chain(grants).chain(misses).chain(repairs);
    table(["finding", "what", "detail"], rows)
}

/// Everybody who can, a row for each of their rules.
pub fn who_rows(organization: &Organization, who: &Who) -> Vec<Vec<String>> {
    let rows = who.principals.iter().flat_map(|holder| {
        let subject = &holder.subject;
        holder.grants.iter().map(move |rule| {
            vec![
                subject.subject_type.clone(),
                subject.id.clone().unwrap_or_default(),
                called(organization, subject),
                rule_in_words(organization, subject, rule),
            ]
        })
    });
    table(["type", "id", "name", "rule"], rows)
}

/// How two relate over everything there could be, in lines.
pub fn related(organization: &Organization, found: &Comparison) -> Vec<String> {
    let (left, right) = (&called(organization, &found.left), &called(organization, &found.right));
    if found.equivalent.holds {
        return vec![format!(
            "{left} and {right} may do exactly the same, on everything there could be"
        )];
    }
    let mut lines = vec![match (found.within.holds, found.contains.holds) {
        (true, _) => format!("{right} may do everything that {left} may, and more"),
        (_, true) => format!("{left} may do everything that {right} may, and more"),
        _ => format!("Each of {left} and {right} may do something that the other may not"),
    }];
    if found.disjoint.holds {
        lines.push("There is nothing that both may do".to_owned());
    }
    lines.extend(counterexample(organization, &found.within, left, right));
    lines.extend(counterexample(organization, &found.contains, right, left));
    lines
}

/// The same as rows of a table.
pub fn related_rows(organization: &Organization, found: &Comparison) -> Vec<Vec<String>> {
    table(["finding"], related(organization, found).into_iter().map(|line| vec![line]))
}

/// Who gains and loses what, a row for each of them and of what changes.
pub fn effect_rows(told: &[Told]) -> Vec<Vec<String>> {
    let rows = told.iter().flat_map(|told| {
        let gained = told.gained.iter().map(|line| ("gains", line));
        let lines = gained.chain(told.lost.iter().map(|line| ("loses", line)));
        let lines: Vec<_> = lines.collect();
        told.everybody.iter().flat_map(move |holder| {
            let row = |(verb, line): &(&str, &Line)| {
                let scopes: Vec<_> = line.scopes.iter().map(policy::Scope::name).collect();
                vec![holder.clone(), (*verb).to_owned(), scopes.join(" "), line.place.clone()]
            };
            lines.iter().map(row).collect::<Vec<_>>()
        })
    });
    table(["holder", "change", "scopes", "where"], rows)
}

/// Where one may do something that the other may not.
fn counterexample(
    organization: &Organization,
    finding: &Finding,
    has: &str,
    lacks: &str,
) -> Option<String> {
    let witness = finding.counterexample.as_ref()?;
    let scopes: Vec<_> = witness.scopes.iter().take(3).map(|scope| format!("`{scope}`")).collect();
    let at = match &witness.example {
        None => "on the organization".to_owned(),
        Some(example) => format!("on {}", place(organization, example)),
    };
    Some(format!("For example, {has} may use {} {at}, and {lacks} may not", scopes.join(" ")))
}

/// Rows below the names of their columns, without the marks that set code.
fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = Vec<String>>,
) -> Vec<Vec<String>> {
    let plain = |row: Vec<String>| row.into_iter().map(|cell| cell.replace('`', "")).collect();
    std::iter::once(head.map(str::to_owned).to_vec()).chain(rows.map(plain)).collect()
}

#[cfg(test)]
mod tests {
    use policy::{EntityGrant, EntityType, Organization, Token, TokenKind};
    use wire::Subject;
    use wire::compare::Comparison;
    use wire::explain::{Question, Who, scope};
    use wire::snapshot::EntityKey;

    use super::{related, related_rows, who_rows, why_rows};
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");
    const NOW: u64 = 1_800_000_000;

    fn organization() -> Organization {
        (*Workspace::parse(DEMO).unwrap().organization).clone()
    }

    fn stack(organization: &Organization, name: &str) -> EntityKey {
        let mut entities = organization.inventory.entities().iter();
        let entity = entities.find(|entity| entity.name == name).unwrap();
        EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() }
    }

    #[test]
    fn tokens_of_one_name_are_told_apart_by_whose_they_are() {
        let mut organization = organization();
        for login in ["ruth", "lars"] {
            let (id, kind) =
                (format!("laptop-{login}"), TokenKind::Personal { login: login.to_owned() });
            organization.tokens.push(Token { id, name: "laptop".to_owned(), kind, expires: 0 });
            let member = organization.members.iter_mut().find(|member| member.login == login);
            member.unwrap().role_id = Some("admin".to_owned());
        }
        let key = stack(&organization, "payments-api/prod");
        let wanted = scope("stack:delete").unwrap();
        let who = Who::of(&organization, wanted, Some(&key), NOW).unwrap();
        let rows = who_rows(&organization, &who);
        assert_eq!(rows[0], ["type", "id", "name", "rule"]);
        let of = |id: &str| {
            let row = rows.iter().find(|row| row[1] == id && row[3].contains("Admin"));
            row.unwrap().iter().map(String::as_str).collect::<Vec<_>>()
        };
        assert_eq!(
            of("laptop-ruth"),
            ["token", "laptop-ruth", "laptop of ruth", "role of ruth, Admin"]
        );
        assert_eq!(of("laptop-lars")[2..], ["laptop of lars", "role of lars, Admin"]);
        assert_eq!(of("ruth")[3], "own role, Admin");
    }

    #[test]
    fn a_grant_on_another_entity_is_not_called_one_on_this() {
        let organization = organization();
        let question = Question {
            subject: Subject::User("ada".to_owned()),
            scope: "stack:delete".to_owned(),
            entity: Some(stack(&organization, "payments-api/prod")),
        };
        let explained = question.answer(&organization, Some(NOW)).unwrap();
        let rows = why_rows(&organization, &explained);
        assert_eq!(rows[1][1], "ada may not stack:delete on stack payments-api/prod");
        let grant = rows.iter().find(|row| row[1].contains("a grant on")).unwrap();
        assert_eq!(grant[0], "does not reach");
        assert!(
            grant[1].starts_with("team payments, a grant on one entity, through Stack Admin"),
            "{grant:?}"
        );
        assert_eq!(grant[2], "does not hold: the stack is payments-api/dev");
        assert!(rows.iter().any(|row| row[0] == "allowed after"));
        // A file has all of them.
        let count = |kind: &str| rows.iter().filter(|row| row[0] == kind).count();
        assert_eq!(count("does not reach"), explained.misses.len());
    }

    #[test]
    fn two_who_differ_on_an_entity_that_is_there_are_told_its_name() {
        let mut organization = organization();
        let entity = stack(&organization, "payments-api/prod");
        let entity_id = entity.id.clone();
        let granted = organization.teams.iter_mut().find(|team| team.name == "finance").unwrap();
        granted.entity_grants.push(EntityGrant {
            entity_type: EntityType::Stack,
            entity_id: entity_id.clone(),
            permission_set_id: "stack-admin".to_owned(),
        });
        let mut without = granted.clone();
        "without".clone_into(&mut without.name);
        without.entity_grants.pop();
        organization.teams.push(without);
        let team = |name: &str| Subject::Team(name.to_owned());
        let found = Comparison::of(&organization, &team("finance"), &team("without")).unwrap();
        let lines = related(&organization, &found);
        let example = lines.last().unwrap();
        assert!(example.contains("stack `payments-api/prod`"), "{lines:?}");
        assert!(!example.contains(&entity_id) && !example.contains("no tags."), "{lines:?}");
        let rows = related_rows(&organization, &found);
        assert_eq!(rows.len(), lines.len() + 1);
        assert!(rows.iter().flatten().all(|cell| !cell.contains('`')), "{rows:?}");
    }
}
