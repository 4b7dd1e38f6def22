//! Two people changed the same role: what each did, and both together where that makes sense.

use super::draft::Draft;
use super::form::changes::{Changes, matched};
use super::form::{Form, Grants, RuleForm};

/// A role that two people changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreeWay {
    /// What was saved when both began.
    pub base: Draft,
    /// What somebody else saved.
    pub theirs: Draft,
    /// The draft.
    pub mine: Draft,
}

/// Something that both changed, each in another way.
#[derive(Debug, Clone, PartialEq)]
pub enum Clash {
    /// The name.
    Name,
    /// The description.
    Description,
    /// A rule as it was.
    Rule(RuleForm),
    /// The JSON of the draft cannot be read, so nobody knows what it changes.
    Unreadable,
}

impl ThreeWay {
    /// Both changes in one draft.
    ///
    /// Rules only ever grant, so those of both stand beside each other, and what either took away is gone. What both
    /// changed in different ways has to be decided by a person.
    ///
    /// # Errors
    ///
    /// What has to be decided.
    pub fn joined(&self) -> Result<Draft, Vec<Clash>> {
        let Self { base, theirs, mine } = self;
        if mine.problem().is_some() {
            return Err(vec![Clash::Unreadable]);
        }
        let mut clashes = Vec::new();
        let name = one_of(&base.name, &theirs.name, &mine.name);
        let description = one_of(&base.description, &theirs.description, &mine.description);
        clashes.extend(name.is_none().then_some(Clash::Name));
        clashes.extend(description.is_none().then_some(Clash::Description));
        let form = joined(&base.form, &theirs.form, &mine.form);
        match (name, description, form) {
            (Some(name), Some(description), Ok(form)) => Ok(mine
                .clone()
                .with_form(form)
                .renamed(name.clone())
                .described(description.clone())),
            (_, _, form) => {
                clashes.extend(form.err().unwrap_or_default().into_iter().map(Clash::Rule));
                Err(clashes)
            }
        }
    }
}

/// What a value is once both have had their way; none where they want different things.
fn one_of<'a, T: PartialEq>(base: &T, theirs: &'a T, mine: &'a T) -> Option<&'a T> {
    if mine == base || mine == theirs {
        Some(theirs)
    } else if theirs == base {
        Some(mine)
    } else {
        None
    }
}

/// The rules of both; the rules that both changed in different ways, where there are any.
fn joined(base: &Form, theirs: &Form, mine: &Form) -> Result<Form, Vec<RuleForm>> {
    let they = Changes::between(base, theirs);
    let me = Changes::between(base, mine);
    let (both, mut gone) = matched(they.removed, &mut me.removed.clone());
    // To change a rule is to take it away and to add another. Those who did the same agree.
    let within = |some: &[RuleForm], all: &[RuleForm]| {
        !some.is_empty() && some.iter().all(|rule| all.contains(rule))
    };
    let agree = they.added.is_empty() && me.added.is_empty()
        || within(&they.added, &me.added)
        || within(&me.added, &they.added);
    if !both.is_empty() && !agree {
        return Err(both);
    }
    let mut rules = matched(mine.rules.clone(), &mut gone).1;
    for (index, rule) in theirs.rules.iter().enumerate() {
        if !they.added.contains(rule) || rules.contains(rule) {
            continue;
        }
        // After the rule that it follows in their version, as far as that is still there.
        let before = theirs.rules.iter().take(index).rev();
        let place = before
            .filter_map(|other| rules.iter().position(|rule| rule == other))
            .map(|place| place + 1)
            .next();
        rules.insert(place.unwrap_or_default(), rule.clone());
    }
    let access = access(&base.organization_access, &theirs.organization_access, mine);
    let mut form = mine.clone();
    (form.organization_access, form.rules) = (access, rules);
    Ok(form)
}

/// What is granted on the organization: all that either added, without what either took away.
fn access(base: &Grants, theirs: &Grants, mine: &Form) -> Grants {
    let mine = &mine.organization_access;
    let both = |base: &[String], theirs: &[String], mine: &[String]| {
        let kept = mine.iter().filter(|one| theirs.contains(one) || !base.contains(one));
        let added = theirs.iter().filter(|one| !base.contains(one) && !mine.contains(one));
        kept.chain(added).cloned().collect()
    };
    Grants {
        sets: both(&base.sets, &theirs.sets, &mine.sets),
        scopes: both(&base.scopes, &theirs.scopes, &mine.scopes),
    }
}
