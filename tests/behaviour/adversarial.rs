//! Roles made to be hard to prove anything about: answered or refused, within the stack and the budget.

use policy::{
    Access, AccessError, Code, CompileError, Context, Descriptor, Diagnostic, Difference, Entity,
    EntityType, Expression, Kind, Matrix, Organization, Overlap, Program, Scope, Subject,
    TooComplex, diagnose,
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

/// What is said about a draft of this in `organization`.
fn said(organization: &Organization, details: Descriptor) -> Vec<Diagnostic> {
    let access = Access::of(organization, &Subject::Draft { details, purpose: None }).unwrap();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    diagnose(organization, &access, &matrix)
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
        assert_eq!(Kind::of(&rules(1), EntityType::Environment), Err(TooComplex));
    }

    fn names_are_suggested_for_so_many_wrong_ones_and_no_more() {
        // Each is near to `stack:read`, and none is another.
        let name = |index: usize| policy::Permission::Unknown(format!("stack:read{index:04}"));
        let permissions = (0..2000).map(name).collect();
        let found = said(&Organization::default(), Descriptor::Allow(policy::Allow { permissions, max_open_secs: 0 }));
        let is_suggested = |found: &Diagnostic| found.message.contains("did you mean `stack:read`?");
        assert!(found.len() == 2000 && found.iter().all(|one| one.code == Code::UnknownScope));
        assert!(is_suggested(&found[0]) && !is_suggested(found.last().unwrap()));

        // Two thousand references that lead nowhere, each with an id that is near to one of three hundred.
        let id = |kind: &str, index: usize| format!("4ca1360c-d7ec-4f3b-a37d-{kind}{index:011}");
        let record = |index: usize| policy::Record {
            id: id("a", index),
            name: String::new(),
            description: String::new(),
            purpose: policy::UxPurpose::Set,
            resource_type: None,
            default_identifier: None,
            details: Descriptor::Group(Vec::new()),
        };
        let organization = Organization {
            records: policy::Records::new((0..300).map(record).collect()),
            ..Organization::default()
        };
        let entry = |index: usize| Descriptor::Condition {
            condition: Expression::is_entity(EntityType::Stack, format!("s{index}")),
            node: Box::new(Descriptor::Compose([id("b", index)].into())),
        };
        let mut found = said(&organization, Descriptor::Group((0..2000).map(entry).collect()));
        found.retain(|one| one.code == Code::DanglingReference);
        let is_suggested = |found: &Diagnostic| found.message.contains("did you mean `4ca1360c");
        assert_eq!(found.len(), 2000);
        assert!(is_suggested(&found[0]) && !is_suggested(found.last().unwrap()));
    }

    fn a_set_of_many_names_is_refused_where_references_multiply_it() {
        let set = |permissions: Vec<policy::Permission>| policy::Record {
            id: "set".to_owned(),
            name: "Names".to_owned(),
            description: String::new(),
            purpose: policy::UxPurpose::Set,
            resource_type: None,
            default_identifier: None,
            // No plain list, so it is followed wherever it is named.
            details: Descriptor::Group(vec![Descriptor::Allow(policy::Allow {
                permissions,
                max_open_secs: 0,
            })]),
        };
        let naming_it = |set: policy::Record, times: usize| {
            let organization = Organization {
                records: policy::Records::new(vec![set]),
                ..Organization::default()
            };
            let naming = Descriptor::Compose(["set".to_owned()].into());
            let details = Descriptor::Group(vec![naming; times]);
            Access::of(&organization, &Subject::Draft { details, purpose: None }).map(|access| access.program)
        };
        let is_refused = |set: policy::Record, times: usize| {
            matches!(naming_it(set, times), Err(AccessError::TooLarge(CompileError::TooLarge)))
        };
        let unknown = |index: usize| policy::Permission::Unknown(format!("a{index}"));
        let names: Vec<_> = (0..1000).map(unknown).collect();
        assert!(naming_it(set(names.clone()), 100).is_ok());
        assert!(is_refused(set(names), 2000));
        // Nor is a scope looked at thousands of times for each of them.
        let known = policy::Permission::from_name("stack:read");
        assert!(naming_it(set(vec![known.clone(); 100]), 2000).is_ok());
        assert!(is_refused(set(vec![known; 100_000]), 2000));
    }

    fn one_name_that_stands_everywhere_is_told_once() {
        let permissions = vec![policy::Permission::Unknown("a".to_owned()); 100_000];
        let found = said(&Organization::default(), Descriptor::Allow(policy::Allow { permissions, max_open_secs: 0 }));
        assert_eq!(found.len(), 1);
    }

    fn a_value_beside_very_many_others_is_told_without_looking_through_them() {
        let stack = |index: usize| Entity {
            entity_type: EntityType::Stack,
            id: index.to_string(),
            name: String::new(),
            tags: vec![("commit".to_owned(), format!("{index:06}"))],
        };
        let organization = Organization {
            inventory: policy::Inventory::new((0..20_000).map(stack).collect()),
            ..Organization::default()
        };
        let condition = tag("commit").equals(Expression::String("00000x".to_owned()));
        let rule = Descriptor::Condition { condition, node: Box::new(allow("stack:read", 0)) };
        let found = said(&organization, rule);
        let told: Vec<_> = found.iter().map(|one| (one.code, one.message.as_str())).collect();
        assert_eq!(told, [(Code::ConditionMatchesNothing, "no stack has `commit` = `00000x` today")]);
    }

    fn untagged_entities_are_looked_for_under_so_many_conditions_and_no_more() {
        // Two hundred keys that are excluded around three hundred rules: each key is a search of its own.
        let stack = Entity { entity_type: EntityType::Stack, id: "s".to_owned(), name: String::new(), tags: Vec::new() };
        let organization = || Organization {
            inventory: policy::Inventory::new(vec![stack.clone()]),
            ..Organization::default()
        };
        let rules = |count: usize| {
            let outer = joined((0..200).map(|key| is(key, "v").negated()).collect(), Expression::and);
            let rule = |index: usize| Descriptor::Condition {
                condition: Expression::HasTag(Context::Entity(EntityType::Stack), format!("x{index}")).negated(),
                node: Box::new(allow("stack:read", 0)),
            };
            let inner = Descriptor::Group((0..count).map(rule).collect());
            Descriptor::Condition { condition: outer, node: Box::new(inner) }
        };
        let told = |count: usize| {
            let found = said(&organization(), rules(count));
            let of_first = |one: &&Diagnostic| one.code == Code::NotEqualsUntagged && one.tag_key.as_deref() == Some("k0000");
            found.iter().filter(of_first).map(|one| one.message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(told(2).len(), 2);
        // Without a bound it is told of all of them at once.
        let (found, all) = (told(300), " (here and in 299 other places)");
        assert!(!found.is_empty() && !found.iter().any(|one| one.ends_with(all)), "{found:?}");
    }

    fn explaining_a_long_select_takes_as_much_as_it_has_options() {
        // Of a stack that takes none of 6,000 options, and of one that is kept from each by all those before it.
        let select = |value: fn(usize) -> String| Descriptor::Select {
            selector: Some(tag("env")),
            options: (0..6000)
                .map(|index| policy::SelectOption {
                    value: Expression::String(value(index)),
                    node: Some(allow("stack:read", 0)),
                })
                .collect(),
        };
        let stack = Entity {
            entity_type: EntityType::Stack,
            id: "s".to_owned(),
            name: String::new(),
            tags: vec![("env".to_owned(), "dev".to_owned())],
        };
        let scope = Scope::from_name("stack:read").unwrap();
        let inventory = policy::Inventory::default();
        let explained = |program: &Program| policy::Explanation::of(program, scope, Some(&stack), &inventory);

        let taken_by_none = compiled(select(|index| format!("v{index}")));
        let found = explained(&taken_by_none);
        assert_eq!(found.missing.len(), 6000);
        for (index, miss) in found.missing.iter().enumerate() {
            let told: Vec<_> = miss.failing.iter().map(|one| one.wanted.clone()).collect();
            assert_eq!((miss.rule, told), (index, vec![format!("`env` is `v{index}`")]));
        }
        let conditions = taken_by_none.conditions_of(5999, &inventory);
        assert_eq!(conditions, ["no earlier option was taken", "`env` is `v5999`"]);
        assert!(conditions.capacity() < 100, "room for {} conditions", conditions.capacity());

        let taken_by_the_first = compiled(select(|index| if index == 5999 { "last" } else { "dev" }.to_owned()));
        let found = explained(&taken_by_the_first);
        assert_eq!((found.granting.as_slice(), found.missing.len()), ([0].as_slice(), 5999));
        // The first rules with all of it, the others with the outermost alone.
        let told = |miss: &policy::Miss| miss.failing.iter().map(|one| (one.wanted.clone(), one.place.pointer.clone())).collect::<Vec<_>>();
        let kept_by = |index: usize| ("`env` is not `dev`".to_owned(), format!("/options/{index}/value"));
        assert_eq!(told(&found.missing[9]), (0..10).map(kept_by).collect::<Vec<_>>());
        assert_eq!(told(&found.missing[5998]), [kept_by(0)]);
        assert!(found.missing.iter().map(|miss| miss.failing.len()).sum::<usize>() < 110_000);
    }

    fn explaining_rules_within_very_many_conditions_tells_so_many_and_no_more() {
        // Two thousand rules under a thousand tags that are not there, each by itself.
        let condition = joined((0..1000).map(has).collect(), Expression::and);
        let node = Box::new(Descriptor::Group(vec![allow("stack:read", 0); 2000]));
        let program = compiled(Descriptor::Condition { condition, node });
        let stack = Entity { entity_type: EntityType::Stack, id: "s".to_owned(), name: String::new(), tags: Vec::new() };
        let scope = Scope::from_name("stack:read").unwrap();
        let found = policy::Explanation::of(&program, scope, Some(&stack), &policy::Inventory::default());
        let told = |index: usize| found.missing[index].failing.iter().map(|one| one.wanted.clone()).collect::<Vec<_>>();
        assert_eq!(told(0), (0..1000).map(|key| format!("it has a tag `k{key:04}`")).collect::<Vec<_>>());
        assert_eq!(told(1999), ["it has a tag `k0000`"]);
        assert!(found.missing.iter().map(|miss| miss.failing.len()).sum::<usize>() < 110_000);
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
