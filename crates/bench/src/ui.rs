//! The web UI in headless Chromium, served by the program itself: what a person waits for.
//!
//! Everything is timed in the page, on the page's own clock; chromedriver only says what to do next.
//! Nothing is added to the UI for this: scripts that come by way of the driver watch the document, and what they
//! note is read afterwards.
//!
//! A key counts from its event's timestamp, which the browser's process sets before the page hears of it, to
//! whatever is later of two things: the end of the frame in which the matrix changed (a message that is posted in that
//! frame's animation callback and so arrives when the frame is laid out and painted), and the time at which the browser
//! presented the frame after the key's events, which the Event Timing API tells, rounded to 8 ms.

pub mod driver;
pub mod keys;
pub mod measure;
pub mod opening;
pub mod organization;
pub mod plain;
pub mod scroll;
