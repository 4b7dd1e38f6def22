//! The texts that the conditions of a comparison mention, and their numbers.

use std::collections::HashMap;

use foldhash::quality::RandomState;

use super::{Answer, build::IDENTITY};

/// The tag keys, and the identities and values, each sorted once it is all there.
#[derive(Debug, Default)]
pub(super) struct Mentions<'p> {
    /// Each text once: many conditions mention the same few, and a look at a hash is cheaper than sorting them all.
    known: HashMap<&'p str, Mention, RandomState>,
    /// The first is asked for by the question after the identity.
    keys: Vec<&'p str>,
    /// The first is the answer after the absent one.
    texts: Vec<&'p str>,
}

/// What a text is mentioned as: 0 where it is not, any other number until they are in order.
#[derive(Debug, Default)]
struct Mention {
    question: u32,
    answer: u32,
}

impl<'p> Mentions<'p> {
    pub(super) fn key(&mut self, key: &'p str) {
        let question = &mut self.known.entry(key).or_default().question;
        if *question == 0 {
            *question = u32::MAX;
            self.keys.push(key);
        }
    }

    pub(super) fn text(&mut self, text: &'p str) {
        let answer = &mut self.known.entry(text).or_default().answer;
        if *answer == 0 {
            *answer = u32::MAX;
            self.texts.push(text);
        }
    }

    /// Numbers what was mentioned in its order; nothing is mentioned after that.
    pub(super) fn in_order(mut self) -> Self {
        self.keys.sort_unstable();
        self.texts.sort_unstable();
        for (key, question) in self.keys.iter().zip(IDENTITY + 1..) {
            self.known.entry(key).or_default().question = question;
        }
        for (text, answer) in self.texts.iter().zip(Answer::ABSENT.0 + 1..) {
            self.known.entry(text).or_default().answer = answer;
        }
        self
    }

    pub(super) fn keys(&self) -> &[&'p str] {
        &self.keys
    }

    pub(super) fn texts(&self) -> &[&'p str] {
        &self.texts
    }

    /// The question for the tag `key`, where some condition asks for it.
    pub(super) fn question(&self, key: &str) -> Option<u32> {
        self.known.get(key).map(|mention| mention.question).filter(|question| *question != 0)
    }

    /// The answer that `text` is, where some condition mentions it.
    pub(super) fn answer(&self, text: &str) -> Option<Answer> {
        self.known.get(text).map(|mention| Answer(mention.answer)).filter(|answer| answer.0 != 0)
    }
}
