//! A role that is being edited: as rules and as JSON, which are two views of one definition.

use std::sync::Arc;

use policy::record::{CheckError, check_write};
use policy::{Descriptor, ParseError, Record, Records, UxPurpose};

use super::form::{Form, changes::Changes};

/// A role as it stands in the editor.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// The definition as it was last understood.
    pub details: Arc<Descriptor>,
    /// The same as rules.
    pub form: Arc<Form>,
    text: Option<Arc<str>>,
    problem: Option<ParseError>,
}

impl Draft {
    /// A draft of this definition.
    pub fn new(name: String, description: String, details: Descriptor, records: &Records) -> Self {
        let form = Arc::new(Form::read(&details, records));
        Self { name, description, details: Arc::new(details), form, text: None, problem: None }
    }

    /// The definition as JSON, as somebody typed it or in our own words.
    pub fn text(&self) -> Arc<str> {
        self.text.clone().unwrap_or_else(|| self.details.to_json_pretty().into())
    }

    /// Why the JSON on screen is not understood, where it is not.
    pub const fn problem(&self) -> Option<&ParseError> {
        self.problem.as_ref()
    }

    /// Why the server would not keep the definition in a record of this purpose; what is in `saved` may stay.
    pub fn refusal(
        &self,
        saved: Option<&Self>,
        purpose: UxPurpose,
        records: &Records,
    ) -> Option<CheckError> {
        let record = |draft: &Self| Record {
            id: String::new(),
            name: String::new(),
            description: String::new(),
            purpose,
            resource_type: None,
            default_identifier: None,
            details: draft.details.as_ref().clone(),
        };
        check_write(&record(self), saved.map(record).as_ref(), records).err()
    }

    /// Why saving would lose a rule, where one is not finished: such a rule is no part of the definition.
    pub fn unfinished(&self) -> Option<String> {
        let number = self.form.unfinished()? + 1;
        Some(format!(
            "rule {number} is not finished, and saving would lose it. Finish it or remove it"
        ))
    }

    /// The same draft under another name.
    #[must_use]
    pub fn renamed(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// The same draft with another description.
    #[must_use]
    pub fn described(self, description: String) -> Self {
        Self { description, ..self }
    }

    /// The same draft with its rules changed; the JSON follows.
    #[must_use]
    pub fn with_form(self, form: Form) -> Self {
        let details = form.write();
        // Text that says the same stays as its author laid it out.
        let text = self.text.filter(|_| self.problem.is_none() && details == *self.details);
        Self { details: Arc::new(details), form: Arc::new(form), text, problem: None, ..self }
    }

    /// The same draft with another definition; rules that are not finished are kept.
    #[must_use]
    pub fn with_details(self, details: Descriptor, records: &Records) -> Self {
        let mut form = Form::read(&details, records);
        form.rules.extend(self.form.rules.iter().filter(|rule| !rule.is_said()).cloned());
        Self { details: Arc::new(details), form: Arc::new(form), text: None, problem: None, ..self }
    }

    /// The same draft with its JSON changed; the rules follow as soon as it is understood.
    ///
    /// Rules that are not finished, and so not part of the JSON, are kept.
    #[must_use]
    pub fn with_text(self, text: &str, records: &Records) -> Self {
        match Descriptor::parse(text) {
            Ok(details) if details == *self.details => {
                Self { text: Some(text.into()), problem: None, ..self }
            }
            Ok(details) => Self { text: Some(text.into()), ..self.with_details(details, records) },
            Err(problem) => Self { text: Some(text.into()), problem: Some(problem), ..self },
        }
    }

    /// The same draft with the JSON of what was last understood.
    #[must_use]
    pub fn without_text(self) -> Self {
        Self { text: None, problem: None, ..self }
    }

    /// How it is called and described otherwise than `before`: which of the two, what it was, and what it is.
    pub fn renaming(&self, before: &Self) -> Vec<(&'static str, String, String)> {
        let quoted = |text: &str| {
            if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") }
        };
        [
            ("name", &before.name, &self.name),
            ("description", &before.description, &self.description),
        ]
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .map(|(what, was, is)| (what, quoted(was), quoted(is)))
        .collect()
    }

    /// How many things differ from `saved`; 0 means that nothing would be saved.
    pub fn changes(&self, saved: &Self) -> usize {
        let rules = Changes::between(&saved.form, &self.form).count();
        // The same rules may still be written differently, such as in another order.
        let rules = rules.max(usize::from(self.details != saved.details));
        usize::from(self.name != saved.name)
            + usize::from(self.description != saved.description)
            + usize::from(self.problem.is_some())
            + rules
    }
}
