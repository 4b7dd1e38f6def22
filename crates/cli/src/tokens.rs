//! `scopesight tokens`: the tokens that an expiry policy would stop.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use wire::standing::Stopped;

use crate::{
    input::{Format, Moment, Source},
    output,
};

/// Say which tokens an expiry policy would stop.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    moment: Moment,
    /// How many days a token may have left; 0 for no policy.
    #[arg(long, value_name = "DAYS")]
    max_days: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    use std::fmt::Write as _;
    let organization = arguments.source.load()?;
    let stopped = Stopped::by(&organization, arguments.max_days, arguments.moment.secs()?)?;
    match arguments.source.format {
        Format::Json => output::json(&stopped)?,
        Format::Table => {
            let mut text = String::new();
            if stopped.tokens.is_empty() {
                text.push_str("it would stop no token\n");
            }
            for token in &stopped.tokens {
                let (subject, refused) =
                    (output::subject(&organization, &token.subject), &token.refused);
                // Writing into a string cannot fail.
                let _ = writeln!(text, "{subject}: {}", refused.message);
                if let Some(from) = refused.complies_from {
                    let _ = writeln!(text, "  complies from {} on", output::time(from));
                }
            }
            output::text(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
