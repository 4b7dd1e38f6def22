//! Roles made to be hard to prove anything about: answered or refused, within the stack and the budget.

use policy::{
    Access, Context, Descriptor, Difference, EntityType, Expression, Organization, Overlap,
    Program, Scope, Subject, TooComplex,
};

use crate::everywhere;

fn tag(key: &str) -> Expression {
    Expression::Tag(Context::Entity(EntityType::Stack), key.to_owned())
}

fn has(index: usize) -> Expression {
    Expression::HasTag(Context::Entity(EntityType::Stack), format!("k{index:04}"))
}

fn is(index: usize, value: &str) -> Expression {
    tag(&format!("k{index:04}")).equals(Expression::String(value.to_owned()))
}

/// Joined in pairs, so that many of them nest little.
fn joined(mut all: Vec<Expression>, join: fn(Expression, Expression) -> Expression) -> Expression {
    while all.len() > 1 {
        let mut pairs = all.into_iter();
        let mut next = Vec::new();
        while let Some(left) = pairs.next() {
            next.push(match pairs.next() {
                Some(right) => join(left, right),
                None => left,
            });
        }
        all = next;
    }
    all.remove(0)
}

fn allow(name: &str, max_open_secs: u64) -> Descriptor {
    let permissions = vec![policy::Permission::Known(Scope::from_name(name).unwrap())];
    Descriptor::Allow(policy::Allow { permissions, max_open_secs })
}

fn compiled(details: Descriptor) -> Program {
    let subject = Subject::Draft { details, purpose: None };
    Access::of(&Organization::default(), &subject).unwrap().program
}

fn reading_where(condition: Expression) -> Program {
    compiled(Descriptor::Condition { condition, node: Box::new(allow("stack:read", 0)) })
}

everywhere! {
    fn as_many_tags_as_may_be_asked_for_fit_the_stack() {
        // Whether an odd number of tags is there: every tag matters, whatever the others are.
        let odd = |count| reading_where(joined((0..count).map(has).collect(), |left, right| left.equals(right).negated()));
        let (all, fewer) = (odd(1000), odd(999));
        assert!(Difference::between(&all, &all).unwrap().is_equivalent());
        let difference = Difference::between(&fewer, &all).unwrap();
        assert!(!difference.only_adds() && !difference.only_takes_away());
        for change in &difference.changes {
            let scope = Scope::from_name("stack:read").unwrap();
            assert_ne!(all.allows(scope, &change.example), fewer.allows(scope, &change.example));
        }
        assert!(!Overlap::of(&all, &fewer).unwrap().is_none());
        assert_eq!(Difference::between(&all, &odd(1001)), Err(TooComplex));
    }

    fn pairs_far_apart_are_refused() {
        // Each pair has to be remembered until its other half is asked for: 2 to the power of 40.
        let far = joined((0..40).map(|index| has(index).and(has(index + 40))).collect(), Expression::or);
        let far = reading_where(far);
        assert_eq!(Difference::between(&far, &Program::default()), Err(TooComplex));
        assert_eq!(Overlap::of(&far, &far), Err(TooComplex));
        let message = TooComplex.to_string();
        assert!(message.contains("too many cases to compare them: more than 100000"), "{message}");
    }

    fn comparing_many_tags_over_many_values_is_refused() {
        let values = (0..4000).map(|value| is(0, &format!("v{value}")));
        let pairs = (0..1000).map(|index| tag(&format!("k{index:04}")).equals(tag(&format!("k{:04}", (index + 1) % 1000))));
        let both = reading_where(joined(values.chain(pairs).collect(), Expression::or));
        assert_eq!(Difference::between(&both, &Program::default()), Err(TooComplex));
    }

    fn very_many_limits_are_refused() {
        let rules = |from: u64| compiled(Descriptor::Group((from..from + 2000).map(|secs| allow("environment:open", secs)).collect()));
        assert_eq!(Difference::between(&rules(1), &rules(5000)), Err(TooComplex));
    }

    fn two_thousand_entities_named_one_by_one_are_compared() {
        let one = |id: usize| Descriptor::Condition {
            condition: Expression::is_entity(EntityType::Stack, format!("s{id}")),
            node: Box::new(allow("stack:read", 0)),
        };
        let role = |count: usize| compiled(Descriptor::Group((0..count).map(one).collect()));
        let (all, fewer) = (role(2000), role(1999));
        let difference = Difference::between(&all, &fewer).unwrap();
        assert!(difference.only_takes_away());
        assert_eq!(difference.changes[0].example.id, "s1999");
        assert_eq!(Overlap::of(&all, &fewer).unwrap().shared[0].cases.len(), 1);
    }
}
