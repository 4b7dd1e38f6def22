//! What one handler takes and answers.

use std::collections::BTreeMap;
use std::future::Future;

use serde_json::Value;

use super::{Input, Output, Schemas};

/// What one handler takes and answers, in the words of `OpenAPI`.
#[derive(Debug, Default)]
pub(crate) struct Operation {
    /// What stands in the query and in headers.
    pub(crate) parameters: Vec<Value>,
    /// What is sent.
    pub(crate) body: Option<Value>,
    /// What is answered, by status.
    pub(crate) answers: BTreeMap<u16, Value>,
    /// Whether it may be refused.
    pub(crate) is_refusable: bool,
}

/// A handler that can be described; `T` is what it takes and gives, and always inferred.
pub(crate) trait Described<T> {
    /// What it takes and answers.
    fn describe(schemas: &mut Schemas) -> Operation;
}

macro_rules! described {
    ($($input:ident),*) => {
        impl<F, Answer, $($input,)*> Described<($($input,)* Answer,)> for F
        where
            F: Fn($($input),*) -> Answer,
            Answer: Future<Output: Output>,
            $($input: Input,)*
        {
            fn describe(schemas: &mut Schemas) -> Operation {
                let mut operation = Operation::default();
                $($input::describe(schemas, &mut operation);)*
                Answer::Output::describe(schemas, &mut operation);
                operation
            }
        }
    };
}

described!();
described!(A);
described!(A, B);
described!(A, B, C);
described!(A, B, C, D);
described!(A, B, C, D, E);
described!(A, B, C, D, E, G);
