//! What is measured, and in which order.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::driver::{Browser, Driver};
use super::opening::{self, Opening, Page};
use super::{keys, organization, plain, scroll};
use crate::http::organization as imported;
use crate::http::process::Server;
use crate::report::Figure;

/// For as long as the database is there; nobody else can reach it.
const ADMIN_TOKEN: &str = "the-administrator-of-this-run";

const LIST: Page = Page { path: "/orgs/large/roles", wanted: "main table tbody tr" };
const EDITOR: Page =
    Page { path: "/orgs/large/roles/role-0", wanted: "[role=grid] [role=gridcell]" };

/// How far the matrix goes in a frame: four lines, which is much for a wheel and little for a drag.
const WHEEL: u32 = 100;
/// All of a matrix of 70,000 rows in six seconds: every frame shows other rows than the one before.
const DRAG: u32 = 5000;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
struct Extent {
    openings: usize,
    keys: usize,
    scrolls: usize,
    frames: u32,
    quick: bool,
}

impl Extent {
    const FULL: Self = Self { openings: 5, keys: 60, scrolls: 3, frames: 300, quick: false };
    const QUICK: Self = Self { openings: 1, keys: 6, scrolls: 1, frames: 60, quick: true };
}

/// The view whose bundle counts; its organization is the one that is compared with a plain page.
const SHOWN: &str = "ui_first_view_ms";

/// The figures of an organization of one size.
struct Names {
    entities: usize,
    key: [&'static str; 3],
    scroll: [&'static str; 3],
    first_view: &'static str,
    open: [&'static str; 3],
}

const SIZES: [Names; 3] = [
    Names {
        entities: 1000,
        key: ["ui_key_1k_p95_ms", "ui_key_1k_p50_ms", "ui_key_1k_changed_p95_ms"],
        scroll: ["ui_scroll_1k_fps", "ui_scroll_1k_p95_frame_ms", "ui_drag_1k_fps"],
        first_view: "ui_first_view_1k_ms",
        open: ["ui_open_1k_ms", "ui_open_1k_data_ms", "ui_open_1k_data_bytes"],
    },
    Names {
        entities: 10_000,
        key: ["ui_key_10k_p95_ms", "ui_key_10k_p50_ms", "ui_key_10k_changed_p95_ms"],
        scroll: ["ui_scroll_10k_fps", "ui_scroll_10k_p95_frame_ms", "ui_drag_10k_fps"],
        first_view: SHOWN,
        open: ["ui_open_10k_ms", "ui_open_10k_data_ms", "ui_open_10k_data_bytes"],
    },
    Names {
        entities: 100_000,
        key: ["ui_key_100k_p95_ms", "ui_key_100k_p50_ms", "ui_key_100k_changed_p95_ms"],
        scroll: ["ui_scroll_100k_fps", "ui_scroll_100k_p95_frame_ms", "ui_drag_100k_fps"],
        first_view: "ui_first_view_100k_ms",
        open: ["ui_open_100k_ms", "ui_open_100k_data_ms", "ui_open_100k_data_bytes"],
    },
];

/// Measures the UI that `program` serves; profiles of the largest organization go to `profiles`.
///
/// # Errors
///
/// When something does not run, or the page does not do what is timed.
pub async fn run(program: &Path, quick: bool, profiles: Option<&Path>) -> Result<Vec<Figure>> {
    let extent = if quick { Extent::QUICK } else { Extent::FULL };
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let driver = Driver::start()?;
    let mut figures = Vec::new();
    for names in &SIZES {
        let entities = if extent.quick { 1000 } else { names.entities };
        let file = folder.path().join(format!("{}.db", names.entities));
        eprintln!("a database of {entities} entities…");
        let of = organization::entities(entities);
        imported::make(&file, &of, organization::rules, ADMIN_TOKEN).await?;
        let url = format!("sqlite://{}", file.display());
        let server = Server::start(&mut Server::program(program, &url))?;
        let visit = Visit { driver: &driver, server: &server, entities, extent };
        // The server reads the organization once, whoever asks for it first.
        visit.opened(LIST).await?;
        eprintln!("opening pages…");
        visit.first_views(&mut figures, names).await?;
        visit.editors(&mut figures, names).await?;
        eprintln!("typing and scrolling…");
        let most = visit.editing(&mut figures, names).await?;
        if names.first_view == SHOWN {
            visit.plain(&mut figures, most).await?;
        }
        if let Some(folder) = profiles.filter(|_| names.entities == 100_000) {
            eprintln!("profiles…");
            visit.profiles(folder).await?;
        }
    }
    Ok(figures)
}

/// An organization that is served, and those who visit it.
struct Visit<'a> {
    driver: &'a Driver,
    server: &'a Server,
    entities: usize,
    extent: Extent,
}

impl Visit<'_> {
    async fn browse<T>(&self, work: impl AsyncFnOnce(&Browser) -> Result<T>) -> Result<T> {
        self.driver.browse(self.server.address, ADMIN_TOKEN, work).await
    }

    async fn opened(&self, page: Page) -> Result<Opening> {
        self.browse(async |browser: &Browser| opening::open(browser, page).await).await
    }

    async fn openings(&self, page: Page) -> Result<Vec<Opening>> {
        let mut openings = Vec::with_capacity(self.extent.openings);
        for _ in 0..self.extent.openings {
            openings.push(self.opened(page).await?);
        }
        Ok(openings)
    }

    /// The list of roles, and what had to come for it.
    async fn first_views(&self, figures: &mut Vec<Figure>, names: &Names) -> Result<()> {
        let openings = self.openings(LIST).await?;
        let what = format!(
            "the list of 50 roles in an organization of {} entities, from the start of the navigation until it is \
             painted; a browser with empty caches, loopback; median of {}",
            self.entities,
            openings.len()
        );
        let mut painted: Vec<_> = openings.iter().map(|opening| opening.painted).collect();
        figures
            .push(Figure::new(names.first_view, what, quantile(&mut painted, 0.5)?).below(1000.0));
        if names.first_view == SHOWN {
            let bytes = openings.first().context("nothing was opened")?.bundle_bytes()?;
            let what = "the page, its scripts, styles and module, as they are served for that view";
            figures
                .push(Figure::new("ui_bundle_brotli_bytes", what, number(bytes)).below(400_000.0));
        }
        Ok(())
    }

    /// The editor of a role.
    async fn editors(&self, figures: &mut Vec<Figure>, names: &Names) -> Result<()> {
        let openings = self.openings(EDITOR).await?;
        let [painted_id, data_id, bytes_id] = names.open;
        let what = format!(
            "the editor of a role of 20 rules, {} entities, from the start of the navigation until its matrix is \
             painted; a browser with empty caches; median of {}",
            self.entities,
            openings.len()
        );
        let mut painted: Vec<_> = openings.iter().map(|opening| opening.painted).collect();
        figures.push(Figure::new(painted_id, what, quantile(&mut painted, 0.5)?).below(2000.0));
        let data: Vec<_> = openings.iter().filter_map(Opening::snapshot).collect();
        let mut times: Vec<_> = data.iter().map(|file| file.end - file.start).collect();
        let what = "of that, from asking for the organization until all of it was there";
        figures.push(Figure::new(data_id, what, quantile(&mut times, 0.5)?));
        let mut bytes: Vec<_> = data.iter().map(|file| number(file.bytes)).collect();
        let what = "the organization as it was sent";
        figures.push(Figure::new(bytes_id, what, quantile(&mut bytes, 0.5)?));
        Ok(())
    }

    /// Typing on a page that does nothing else, beside the editor, where 95 of 100 keys took no longer than `most`.
    async fn plain(&self, figures: &mut Vec<Figure>, most: f64) -> Result<()> {
        let count = self.extent.keys;
        let taken =
            self.browse(async |browser: &Browser| plain::typed(browser, count).await).await?;
        let mut painted: Vec<_> = taken.iter().map(|key| key.painted).collect();
        let plain = quantile(&mut painted, 0.95)?;
        let what = "a key on a plain page of one field and a grid, of which a third changes its colours; 95th percentile";
        figures.push(Figure::new("ui_key_plain_p95_ms", what, plain));
        let half = quantile(&mut painted, 0.5)?;
        figures.push(Figure::new("ui_key_plain_p50_ms", "the same, median", half));
        let what = "a key in the editor, 10,000 entities, to one on that page, 95th percentiles";
        figures.push(Figure::new("ui_key_10k_ratio", what, most / plain));
        Ok(())
    }

    /// Typing in the editor, and scrolling its matrix: how long 95 of 100 keys took at most.
    async fn editing(&self, figures: &mut Vec<Figure>, names: &Names) -> Result<f64> {
        let (taken, wheels, drags) = self
            .browse(async |browser: &Browser| {
                opening::open(browser, EDITOR).await?;
                let taken = keys::typed(browser, self.extent.keys).await?;
                let (mut wheels, mut drags) = (Vec::new(), Vec::new());
                for _ in 0..self.extent.scrolls {
                    wheels.push(scroll::scrolled(browser, WHEEL, self.extent.frames).await?);
                    drags.push(scroll::scrolled(browser, DRAG, self.extent.frames).await);
                }
                Ok((taken, wheels, drags))
            })
            .await?;
        let [most_id, half_id, changed_id] = names.key;
        let limit = if names.entities > 10_000 { 100.0 } else { 50.0 };
        let mut painted: Vec<_> = taken.iter().map(|key| key.painted).collect();
        let mut changed: Vec<_> = taken.iter().map(|key| key.changed).collect();
        let what = format!(
            "a key in a tag's value until the matrix is painted, role of 20 rules, {} entities, a third of all stacks \
             gained or lost; 95th percentile of {} keys",
            self.entities,
            taken.len()
        );
        let most = quantile(&mut painted, 0.95)?;
        figures.push(Figure::new(most_id, what, most).below(limit));
        figures.push(Figure::new(half_id, "the same, median", quantile(&mut painted, 0.5)?));
        let what =
            "until the matrix had changed in the document, not yet laid out, 95th percentile";
        figures.push(Figure::new(changed_id, what, quantile(&mut changed, 0.95)?));

        let rows = wheels.first().map_or(0, |scrolling| scrolling.rows);
        let [rate_id, frame_id, drag_id] = names.scroll;
        let what = format!(
            "frames in a second while the matrix of {rows} rows goes {WHEEL} pixels in each; the slowest of {}",
            wheels.len()
        );
        let mut rates: Vec<_> = wheels.iter().map(scroll::Scrolling::rate).collect();
        figures.push(Figure::new(rate_id, what, quantile(&mut rates, 0.0)?).at_least(50.0));
        let mut frames: Vec<_> = wheels.iter().flat_map(|one| one.taken.clone()).collect();
        let what = "what a frame of it takes, 95th percentile";
        figures.push(Figure::new(frame_id, what, quantile(&mut frames, 0.95)?));
        // A small matrix is through before there is anything to count.
        let mut rates: Vec<_> = drags.iter().flatten().map(scroll::Scrolling::rate).collect();
        if !rates.is_empty() {
            let what = format!("the same by {DRAG} pixels, as the bar at its side is dragged");
            figures.push(Figure::new(drag_id, what, quantile(&mut rates, 0.0)?).at_least(50.0));
        }
        Ok(most)
    }

    /// Profiles of the processor while the editor opens and while somebody types, for the browser's developer
    /// tools.
    async fn profiles(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        self.browse(async |browser: &Browser| {
            browser.command("Profiler.enable", json!({})).await?;
            browser.command("Profiler.setSamplingInterval", json!({"interval": 200})).await?;
            browser.command("Profiler.start", json!({})).await?;
            opening::open(browser, EDITOR).await?;
            write_profile(browser, &folder.join("open.cpuprofile")).await?;
            sleep(Duration::from_secs(2)).await;
            browser.command("Profiler.start", json!({})).await?;
            keys::typed(browser, self.extent.keys).await?;
            write_profile(browser, &folder.join("keys.cpuprofile")).await
        })
        .await
    }
}

async fn write_profile(browser: &Browser, file: &Path) -> Result<()> {
    let answer = browser.command("Profiler.stop", json!({})).await?;
    let profile = answer.get("profile").unwrap_or(&Value::Null);
    fs::write(file, profile.to_string()).with_context(|| format!("cannot write {}", file.display()))
}

/// The value below which this part of `values` is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a place among a few hundred"
)]
fn quantile(values: &mut [f64], part: f64) -> Result<f64> {
    ensure!(!values.is_empty(), "nothing was measured");
    values.sort_by(f64::total_cmp);
    let place = ((values.len() as f64 * part).ceil() as usize).saturating_sub(1);
    values.get(place).copied().context("nothing was measured")
}

#[expect(clippy::cast_precision_loss, reason = "bytes of files")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}
