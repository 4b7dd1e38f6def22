//! A replay in words: unused first, refused next.

use std::fmt::{Result, Write as _};

use policy::Organization;
use wire::replay::{HolderUse, Replay, UseInfo};

use super::smaller;
use crate::{
    input,
    output::{self, day},
};

/// How many uses, holders and sources are told one by one; the JSON document has them all.
const SHOWN: usize = 12;

pub(crate) fn render(organization: &Organization, replay: &Replay, has_draft: bool) -> String {
    let mut text = String::new();
    let mut told = Told { text: &mut text, organization, replay };
    // Writing into a string cannot fail.
    let _ = (|| {
        told.head()?;
        told.unused()?;
        told.used()?;
        if has_draft {
            told.drafted()?;
        }
        let refused = "used by its holders and refused today already";
        told.uses(&replay.refused_today, refused, "")?;
        told.unknown()?;
        if let Some(reason) = &replay.no_suggestion {
            writeln!(told.text, "\nno smaller role: {}", output::plain(reason))?;
        }
        let suggestion = replay.suggestion.as_ref();
        let undecided = replay.unknown.iter().map(|unknown| unknown.used.times).sum();
        suggestion.map_or(Ok(()), |suggestion| smaller::told(told.text, suggestion, undecided))
    })();
    text
}

struct Told<'t> {
    text: &'t mut String,
    organization: &'t Organization,
    replay: &'t Replay,
}

impl Told<'_> {
    fn head(&mut self) -> Result {
        let (log, subject) =
            (&self.replay.log, output::subject(self.organization, &self.replay.subject));
        write!(self.text, "{subject} in {}", counted(log.entries, "entry", "entries"))?;
        if log.entries > 0 {
            write!(self.text, ", {} to {}", day(log.first), day(log.last))?;
        }
        // What is used through a team is used by its members.
        let is_somebody =
            |holder: &&HolderUse| holder.subject.subject_type != "team" || holder.times > 0;
        let holders: Vec<_> = self.replay.holders.iter().filter(is_somebody).collect();
        let used = holders.iter().filter(|holder| holder.times > 0);
        writeln!(self.text, "\n  held by {}, used by {}", holders.len(), used.count())?;
        let never = holders.iter().filter(|holder| holder.times == 0);
        let never: Vec<_> =
            never.map(|holder| output::subject(self.organization, &holder.subject)).collect();
        if !never.is_empty() {
            writeln!(self.text, "  never used by {}", some(&never))?;
        }
        Ok(())
    }

    fn unused(&mut self) -> Result {
        let scopes = &self.replay.scopes;
        let unused: Vec<_> =
            scopes.iter().filter(|scope| scope.times == 0).map(|scope| scope.scope).collect();
        writeln!(self.text, "\nunused")?;
        if unused.is_empty()
            && self.replay.rules.iter().all(|rule| rule.alone > 0 && rule.unused.is_empty())
        {
            return writeln!(self.text, "  nothing: every rule and every scope of it was needed");
        }
        if !unused.is_empty() {
            let (count, all) = (unused.len(), scopes.len());
            writeln!(self.text, "  {count} of {all} scopes: {}", output::shortened(&unused))?;
        }
        for rule in &self.replay.rules {
            let line = output::rule(self.organization, &rule.rule);
            if rule.times == 0 {
                writeln!(self.text, "  never used: {line}")?;
                continue;
            }
            if rule.alone == 0 {
                writeln!(self.text, "  every use of it other rules grant as well: {line}")?;
            } else if !rule.unused.is_empty() {
                let all = rule.unused.len() + rule.scopes.len();
                writeln!(self.text, "  {} of {all} scopes of {line}", rule.unused.len())?;
                writeln!(self.text, "    {}", output::shortened(&rule.unused))?;
            }
        }
        Ok(())
    }

    fn used(&mut self) -> Result {
        let used = self.replay.scopes.iter().filter(|scope| scope.times > 0);
        let width = used.clone().map(|scope| scope.scope.len()).max();
        let Some(width) = width else { return Ok(()) };
        writeln!(self.text, "\nused")?;
        for scope in used {
            write!(self.text, "  {:width$}  {}", scope.scope, times(scope.times, scope.last))?;
            if scope.granted_on > 0 {
                write!(self.text, ", on {} of {} entities", scope.used_on, scope.granted_on)?;
            }
            if scope.needed == 0 {
                write!(self.text, ", all of it granted otherwise too")?;
            } else if scope.needed < scope.times {
                write!(self.text, ", {} of it granted otherwise too", scope.times - scope.needed)?;
            }
            writeln!(self.text)?;
        }
        let also = &self.replay.also_granted;
        for source in also.iter().take(SHOWN) {
            let through = match source.source {
                "creator-grant" => {
                    let created = input::entity(&source.through).ok();
                    format!("having created {}", output::place(self.organization, created.as_ref()))
                }
                kind => output::through(
                    self.organization,
                    kind,
                    source.team.as_deref(),
                    &source.through,
                ),
            };
            let scopes = output::shortened(&source.scopes);
            writeln!(
                self.text,
                "  also granted through {through}, {}: {scopes}",
                times(source.times, source.last)
            )?;
        }
        self.more(also.len())
    }

    fn drafted(&mut self) -> Result {
        if self.replay.refused.is_empty() {
            writeln!(self.text, "\nthe draft refuses nothing that was used")?;
        }
        self.uses(&self.replay.refused, "the draft refuses what was used", "- ")?;
        self.uses(&self.replay.newly_allowed, "the draft allows what was refused", "+ ")
    }

    /// Some of `uses`, the first of them.
    fn uses(&mut self, uses: &[UseInfo], title: &str, sign: &str) -> Result {
        if uses.is_empty() {
            return Ok(());
        }
        writeln!(self.text, "\n{title}: {}", counted(uses.len() as u64, "use", "uses"))?;
        for used in uses.iter().take(SHOWN) {
            let line = self.one(used);
            writeln!(self.text, "  {sign}{line}")?;
        }
        self.more(uses.len())
    }

    fn one(&self, used: &UseInfo) -> String {
        let mut place = output::place(self.organization, used.entity.as_ref());
        if let Some(tags) = &used.tags {
            let tags: Vec<_> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
            let tags = if tags.is_empty() {
                "untagged".to_owned()
            } else {
                format!("tagged {}", output::plain(&tags.join(" ")))
            };
            place = format!("{place} ({tags} then)");
        }
        let used_times = times(used.times, Some(used.last));
        format!(
            "{}: {} on {place}, {used_times}",
            output::subject(self.organization, &used.subject),
            output::plain(&used.scope)
        )
    }

    fn unknown(&mut self) -> Result {
        for (reason, title) in [
            ("principal", "by somebody who is not there"),
            ("scope", "of a scope that is not in the catalogue"),
            ("entity", "of an entity that is not there, without the tags it had"),
        ] {
            let unknown = self.replay.unknown.iter().filter(|unknown| unknown.reason == reason);
            let uses: Vec<_> = unknown.map(|unknown| unknown.used.clone()).collect();
            let entries: u64 = uses.iter().map(|used| used.times).sum();
            let title = format!("not decided, {} {title}", counted(entries, "entry", "entries"));
            self.uses(&uses, &title, "")?;
        }
        Ok(())
    }

    fn more(&mut self, all: usize) -> Result {
        more(self.text, all, SHOWN)
    }
}

/// Says how many of `all` are left out where only so many are shown.
pub(super) fn more(text: &mut String, all: usize, shown: usize) -> Result {
    let more = all.saturating_sub(shown);
    if more == 0 {
        return Ok(());
    }
    writeln!(text, "  and {more} more, which `--format json` tells")
}

fn some(names: &[String]) -> String {
    let shown: Vec<_> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = names.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn times(times: u64, last: Option<u64>) -> String {
    let last = last.map(|last| format!(", last {}", day(last)));
    format!("{}{}", counted(times, "time", "times"), last.unwrap_or_default())
}

pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
