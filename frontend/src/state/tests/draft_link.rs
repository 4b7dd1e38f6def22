//! A draft in an address comes out as it went in, or not at all.

use crate::state::draft_link::{
    DraftLink, DraftLinkError, MOST_BYTES, MOST_CHARACTERS, fragment, packed_in,
};
use policy::Descriptor;

const DETAILS: &str = r#"{"__type":"PermissionDescriptorAllow","permissions":["stack:read"]}"#;

fn link() -> DraftLink {
    DraftLink {
        organization: "acme".to_owned(),
        role: Some("r1".to_owned()),
        version: Some(3),
        name: "Zahlungen – „prod“ 🚀".to_owned(),
        description: String::new(),
        details: Descriptor::parse(DETAILS).unwrap(),
    }
}

#[test]
fn what_was_put_in_comes_out() {
    for role in [Some("r1".to_owned()), None] {
        let link = DraftLink { role, ..link() };
        assert_eq!(DraftLink::of_content(&link.content().unwrap()), Ok(link));
    }
}

#[test]
fn a_fragment_holds_any_bytes_in_letters_that_addresses_leave_alone() {
    let bytes: Vec<u8> = (0..=255).collect();
    let fragment = fragment(&bytes).unwrap();
    assert!(fragment.chars().all(|c| c.is_ascii_alphanumeric() || "=.-_".contains(c)));
    assert_eq!(packed_in(&fragment), Some(Ok(bytes.clone())));
    assert_eq!(packed_in(&format!("#{fragment}")), Some(Ok(bytes)));
}

#[test]
fn other_fragments_carry_no_draft() {
    assert_eq!(packed_in(""), None);
    assert_eq!(packed_in("#page"), None);
}

#[test]
fn what_is_longer_or_larger_than_a_link_is_refused() {
    let long = format!("draft=1.{}", "A".repeat(MOST_CHARACTERS + 1));
    assert_eq!(packed_in(&long), Some(Err(DraftLinkError::TooLong(MOST_CHARACTERS + 1))));
    let fits = format!("draft=1.{}", "A".repeat(MOST_CHARACTERS));
    assert!(packed_in(&fits).unwrap().is_ok());
    assert!(fragment(&vec![0; MOST_CHARACTERS / 4 * 3]).is_ok());
    let error = fragment(&vec![0; MOST_CHARACTERS / 4 * 3 + 3]).unwrap_err();
    assert_eq!(error.to_string(), "the draft takes 65540 characters, and a link holds 65536");

    let large = DraftLink { description: "x".repeat(MOST_BYTES), ..link() };
    assert_eq!(large.content(), Err(DraftLinkError::TooLarge));
    let padded = [link().content().unwrap(), vec![b' '; MOST_BYTES]].concat();
    assert_eq!(DraftLink::of_content(&padded), Err(DraftLinkError::TooLarge));
}

#[test]
fn what_is_not_a_draft_says_why() {
    let read = |fragment: &str| packed_in(fragment).unwrap().unwrap_err();
    assert_eq!(read("draft=2.AAAA"), DraftLinkError::Version);
    assert_eq!(read("draft=1"), DraftLinkError::Damaged);
    assert_eq!(read("draft=1.AA AA"), DraftLinkError::Damaged);

    let read = |content: &str| DraftLink::of_content(content.as_bytes()).unwrap_err();
    assert_eq!(read("[]"), DraftLinkError::Damaged);
    let more = r#"{"organization":"acme","name":"a","details":{},"more":1}"#;
    assert_eq!(read(more), DraftLinkError::Damaged);
    let error = read(r#"{"organization":"acme","name":"a","details":{"__type":"Everything"}}"#);
    assert!(matches!(error, DraftLinkError::Definition(_)), "{error}");
    assert!(error.to_string().contains("/__type"), "{error}");
}

#[test]
fn a_deep_definition_is_refused_and_does_no_harm() {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let deep = format!(r#"{{"organization":"acme","name":"a","details":{open}{close}}}"#);
    assert!(DraftLink::of_content(deep.as_bytes()).is_err());
}

#[test]
fn a_draft_of_something_else_is_refused() {
    assert!(link().about("acme", Some("r1")).is_ok());
    assert_eq!(link().about("acme", Some("r2")), Err(DraftLinkError::Role));
    assert_eq!(link().about("acme", None), Err(DraftLinkError::Role));
    let error = link().about("globex", Some("r1")).unwrap_err();
    assert_eq!(error.to_string(), "it is about the organization `acme`");
}
