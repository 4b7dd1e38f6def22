//! The server under load: what an evaluation costs beside a handler that does nothing.
//!
//! The constant handler is no route of the program. A second process, of this benchmark's own, starts the server by
//! the same functions as the program does and adds one route to its table: `POST` as the evaluation, with the same
//! body, behind the same gate (the token is looked up in the database) and the same middleware, where a function of
//! one line gives an answer of the same length. So the two differ in nothing but what the evaluation itself does:
//! to read the question, to ask the database for the revision, to decide. Both are asked in that process; latency,
//! memory and the start are those of the program itself, `scopesight serve`.
//!
//! Client and servers share the machine. What the client takes makes the two handlers look more alike than they
//! are, so the processor time of the server for one request is measured too.

pub mod alarm;
pub mod apart;
pub mod client;
pub mod constant;
pub mod load;
pub mod measure;
pub mod organization;
pub mod process;
pub mod stolen;
