//! What is measured, and in which order.

use std::env::current_exe;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use hdrhistogram::Histogram;
use hyper::body::Bytes;
use policy::Entity;
use serde_json::{Value, json};

use super::apart::Apart;
use super::client::Connection;
use super::constant;
use super::load::{self, Target};
use super::organization::{self, NAME, Question, ROLE};
use super::process::Server;
use super::stolen;
use crate::report::Figure;
use crate::timing::median;
use crate::work;

const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";
/// For as long as the database is there; nobody else can reach it.
const ADMIN_TOKEN: &str = "the-administrator-of-this-run";
/// How many connections are open; with two processors more of them only wait.
const CONNECTIONS: usize = 32;
/// How many questions one request asks where several are asked at once.
const BATCH: u8 = 100;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
struct Extent {
    entities: usize,
    starts: usize,
    rounds: usize,
    round: Duration,
    steady: Duration,
}

impl Extent {
    const FULL: Self = Self {
        entities: 100_000,
        starts: 7,
        rounds: 7,
        round: Duration::from_secs(3),
        steady: Duration::from_secs(5),
    };
    const QUICK: Self = Self {
        entities: 1000,
        starts: 1,
        rounds: 1,
        round: Duration::from_millis(500),
        steady: Duration::from_secs(1),
    };
}

/// Everything that is asked.
struct Asked {
    token: String,
    one: Arc<[Bytes]>,
    many: Arc<[Bytes]>,
    expected: Vec<bool>,
}

/// Measures `program` and the server beside a constant.
///
/// # Errors
///
/// When something does not run, or decides otherwise than the engine.
pub async fn run(program: &Path, quick: bool) -> Result<Vec<Figure>> {
    let extent = if quick { Extent::QUICK } else { Extent::FULL };
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let file = folder.path().join("large.db");
    let url = format!("sqlite://{}", file.display());
    eprintln!("a database of {} entities…", extent.entities);
    let entities = work::entities(extent.entities);
    organization::make(&file, &entities, organization::rules, ADMIN_TOKEN).await?;
    let asked = Asked::new(program, &url, &entities).await?;

    let mut figures = Vec::new();
    eprintln!("starts of the program…");
    starts(&mut figures, program, &url, &asked, extent).await?;
    let apart = Apart::new()?;
    if let Some(apart) = &apart {
        let what = "processors that a server under load has to itself; the load has another one";
        figures.push(Figure::new("http_server_processors", what, f64::from(apart.of_server())));
    } else {
        eprintln!("the load is on the same processors, so answers wait for it…");
    }
    eprintln!("evaluations beside a constant…");
    let server = loaded(apart.as_ref(), Command::new(current_exe()?).arg("constant").arg(&url))?;
    let (constant, rate) = ratios(&mut figures, &server, &asked, extent).await?;
    constants(&mut figures, &server, &asked, (LOAD * rate, extent)).await?;
    drop(server);
    eprintln!("the program at a steady load…");
    let server = loaded(apart.as_ref(), &mut Server::program(program, &url))?;
    steady(&mut figures, &server, &asked, extent).await?;
    halved(&mut figures, &server, &asked, (LOAD * HALF * constant, extent)).await?;
    Ok(figures)
}

/// Starts a server that is going to be asked as fast as it answers, on processors of its own where there are several.
fn loaded(apart: Option<&Apart>, command: &mut Command) -> Result<Server> {
    match apart {
        Some(apart) => apart.start(|| Server::start(command)),
        None => Server::start(command),
    }
}

impl Asked {
    /// Has the program make a token, and asks it everything once.
    async fn new(program: &Path, url: &str, entities: &[Entity]) -> Result<Self> {
        let server = Server::start(&mut Server::program(program, url))?;
        let mut admin = Connection::open(server.address, ADMIN_TOKEN).await?;
        let body = json!({"name": "measured", "roleID": ROLE}).to_string();
        let made = admin.post(&format!("/api/orgs/{NAME}/tokens"), body.into()).await?;
        let (id, token) = organization::created_token(&made)?;

        let questions = organization::questions(entities, 3000)?;
        let subject = json!({"type": "token", "id": id});
        let question = |question: &Question| {
            let resource =
                json!({"type": question.entity.entity_type.name(), "id": question.entity.id});
            json!({"action": {"name": question.scope.name()}, "resource": resource})
        };
        let one = questions.iter().map(|asked| {
            let mut one = question(asked);
            if let Some(object) = one.as_object_mut() {
                object.insert("subject".to_owned(), subject.clone());
            }
            Bytes::from(one.to_string())
        });
        let many = questions.chunks_exact(usize::from(BATCH)).map(|some| {
            let some: Vec<_> = some.iter().map(question).collect();
            Bytes::from(json!({"subject": subject, "evaluations": some}).to_string())
        });
        let expected = questions.iter().map(|question| question.is_allowed).collect();
        let asked = Self { token, one: one.collect(), many: many.collect(), expected };
        asked.check(&server).await?;
        Ok(asked)
    }

    /// Whether every question is answered as the engine answers it, alone and with others.
    async fn check(&self, server: &Server) -> Result<()> {
        let mut connection = Connection::open(server.address, &self.token).await?;
        let mut alone = Vec::with_capacity(self.one.len());
        for body in self.one.iter() {
            alone.push(decision(&read(&connection.post(EVALUATION, body.clone()).await?)?)?);
        }
        ensure!(alone == self.expected, "the program decides otherwise than the engine");
        let mut together = Vec::with_capacity(self.one.len());
        for body in self.many.iter() {
            let answer = read(&connection.post(EVALUATIONS, body.clone()).await?)?;
            let some = answer.get("evaluations").and_then(Value::as_array);
            let some = some.context("there are no `evaluations`")?;
            for one in some {
                together.push(decision(one)?);
            }
        }
        let expected = self.expected.get(..together.len());
        ensure!(
            expected == Some(&together),
            "asked several at once, the program decides otherwise"
        );
        Ok(())
    }

    fn target(&self, server: &Server, path: &'static str) -> Target {
        let bodies = if path == EVALUATIONS { &self.many } else { &self.one };
        let (address, token) = (server.address, self.token.clone());
        Target { address, token, path, bodies: Arc::clone(bodies) }
    }
}

fn read(answer: &[u8]) -> Result<Value> {
    Ok(serde_json::from_slice(answer)?)
}

fn decision(answer: &Value) -> Result<bool> {
    let decision = answer.get("decision").and_then(Value::as_bool);
    decision.with_context(|| format!("there is no `decision` in {answer}"))
}

/// From starting the program until it has answered an evaluation.
async fn starts(
    figures: &mut Vec<Figure>,
    program: &Path,
    url: &str,
    asked: &Asked,
    extent: Extent,
) -> Result<()> {
    let (mut taken, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..extent.starts {
        let body = asked.one.first().context("nothing is asked")?.clone();
        let start = Instant::now();
        let server = Server::start(&mut Server::program(program, url))?;
        let mut connection = Connection::open(server.address, &asked.token).await?;
        connection.post(EVALUATION, body).await?;
        taken.push(start.elapsed().as_secs_f64() * 1e3);
        costs.push(server.processor_seconds()? * 1e3);
    }
    let what = format!(
        "the program, from its start until its first evaluation, {} entities; the file in the \
         system's cache; median of {} starts",
        extent.entities, extent.starts
    );
    figures.push(Figure::new("http_cold_start_ms", what, median(&mut taken)?).below(1000.0));
    let what = "processor time of such a start, of all threads";
    figures.push(Figure::new("http_cold_start_cpu_ms", what, median(&mut costs)?));
    Ok(())
}

/// Evaluations and a constant in turn; how many constants and how many evaluations were answered in a second.
async fn ratios(
    figures: &mut Vec<Figure>,
    server: &Server,
    asked: &Asked,
    extent: Extent,
) -> Result<(f64, f64)> {
    let paths = [constant::PATH, EVALUATION, EVALUATIONS];
    for path in paths {
        load::throughput(&asked.target(server, path), CONNECTIONS, extent.round / 2).await?;
    }
    let mut rates: [Vec<f64>; 3] = Default::default();
    let mut costs: [Vec<f64>; 3] = Default::default();
    for _ in 0..extent.rounds {
        for ((path, rates), costs) in paths.into_iter().zip(&mut rates).zip(&mut costs) {
            let target = asked.target(server, path);
            let (before, start) = (server.processor_seconds()?, Instant::now());
            let rate = load::throughput(&target, CONNECTIONS, extent.round).await?;
            let count = rate * start.elapsed().as_secs_f64();
            costs.push((server.processor_seconds()? - before) / count * 1e6);
            rates.push(rate);
        }
    }
    let [constant, evaluation, batch] = rates;
    let [constant_cost, evaluation_cost, batch_cost] = costs;
    let ratio = |numerators: &[f64], denominators: &[f64]| {
        let ratios = numerators.iter().zip(denominators).map(|(one, other)| one / other);
        median(&mut ratios.collect::<Vec<_>>())
    };
    let rounds = format!("median of {} rounds in turn", extent.rounds);
    let what = format!("evaluations to answers of a constant, after the same gate; {rounds}");
    let (by_time, by_cost) =
        (ratio(&evaluation, &constant)?, ratio(&constant_cost, &evaluation_cost)?);
    figures.push(Figure::new("http_eval_ratio", what, by_time).at_least(HALF));
    let what = "the server's processor time for a constant to that for an evaluation, without the client's";
    figures.push(Figure::new("http_eval_cpu_ratio", what, by_cost).at_least(HALF));
    let what = format!("constants answered in a second, {CONNECTIONS} connections");
    let constant_rate = median(&mut constant.clone())?;
    figures.push(Figure::new("http_constant_per_s", what, constant_rate));
    let what = "evaluations in a second, the same";
    let rate = median(&mut evaluation.clone())?;
    figures.push(Figure::new("http_eval_per_s", what, rate));
    let what = "the server's processor time for a constant";
    figures.push(Figure::new("http_constant_cpu_us", what, median(&mut constant_cost.clone())?));
    let what = "the server's processor time for an evaluation";
    figures.push(Figure::new("http_eval_cpu_us", what, median(&mut evaluation_cost.clone())?));
    let each = f64::from(BATCH);
    let what = format!("decisions in a second by `evaluations`, {BATCH} in each request");
    figures.push(Figure::new("http_batch_per_s", what, median(&mut batch.clone())? * each));
    let what = "the server's processor time for one of them";
    figures.push(Figure::new("http_batch_cpu_us", what, median(&mut batch_cost.clone())? / each));
    Ok((constant_rate, rate))
}

/// How long answers of `path` take when `rate` are asked for in a second: the median of each round's 99th percentile.
async fn steady_p99(
    server: &Server,
    asked: &Asked,
    path: &'static str,
    (rate, extent): (f64, Extent),
) -> Result<f64> {
    let target = asked.target(server, path);
    let mut taken = Vec::new();
    for _ in 0..extent.rounds {
        let times = load::latencies(&target, CONNECTIONS, rate, extent.steady).await?;
        taken.push(milliseconds(&times, 0.99));
    }
    median(&mut taken)
}

/// How long answers of a constant take at a steady load: what the machine itself makes of it.
async fn constants(
    figures: &mut Vec<Figure>,
    server: &Server,
    asked: &Asked,
    load: (f64, Extent),
) -> Result<()> {
    let what = "constants, as many in a second as four fifths of the evaluations: 99th percentile of each round";
    let taken = steady_p99(server, asked, constant::PATH, load).await?;
    figures.push(Figure::new("http_constant_p99_ms", what, taken));
    Ok(())
}

/// How long answers of the program take at the load that it has to reach, whatever more it can do.
async fn halved(
    figures: &mut Vec<Figure>,
    server: &Server,
    asked: &Asked,
    load: (f64, Extent),
) -> Result<()> {
    let what = "four fifths of half the constants that are answered in a second at most";
    figures.push(Figure::new("http_half_rate_per_s", what, load.0));
    let what = "evaluations at that rate: 99th percentile of each round";
    let taken = steady_p99(server, asked, EVALUATION, load).await?;
    figures.push(Figure::new("http_half_p99_ms", what, taken).below(5.0));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a request")]
fn milliseconds(times: &Histogram<u64>, quantile: f64) -> f64 {
    times.value_at_quantile(quantile) as f64 / 1e3
}

/// The part of what a server can do at most that it is to bear for long.
const LOAD: f64 = 0.8;
/// The part of what a constant reaches that evaluations have to reach.
const HALF: f64 = 0.5;

/// How long answers of the program take at a steady load, and how much memory it holds afterwards.
///
/// What it can do at most is asked before each round: on a machine with other work to do that is another number a
/// minute later.
async fn steady(
    figures: &mut Vec<Figure>,
    server: &Server,
    asked: &Asked,
    extent: Extent,
) -> Result<()> {
    let target = asked.target(server, EVALUATION);
    let mut rates = Vec::new();
    let mut taken: [Vec<f64>; 3] = Default::default();
    let mut stolen = Vec::new();
    for _ in 0..extent.rounds {
        let rate = LOAD * load::throughput(&target, CONNECTIONS, extent.round).await?;
        let (before, start) = (stolen::seconds(), Instant::now());
        let times = load::latencies(&target, CONNECTIONS, rate, extent.steady).await?;
        if let (Ok(before), Ok(after)) = (before, stolen::seconds()) {
            stolen.push((after - before) / start.elapsed().as_secs_f64() * 100.0);
        }
        for (taken, quantile) in taken.iter_mut().zip([0.5, 0.99, 0.999]) {
            taken.push(milliseconds(&times, quantile));
        }
        rates.push(rate);
    }
    let what = "four fifths of the evaluations that the program answers in a second at most";
    figures.push(Figure::new("http_rate_per_s", what, median(&mut rates)?));
    let [mut half, mut most, mut all] = taken;
    let what = format!(
        "its answers at that rate, from when each was to be asked: median of each round, median of \
         {} rounds",
        extent.rounds
    );
    figures.push(Figure::new("http_p50_ms", what, median(&mut half)?));
    let what = "the same, 99th percentile of each round";
    figures.push(Figure::new("http_p99_ms", what, median(&mut most)?).below(5.0));
    let what = "the same, 99.9th percentile of each round";
    figures.push(Figure::new("http_p999_ms", what, median(&mut all)?));
    if !stolen.is_empty() {
        let what = "what the host of a virtual machine took of it in those rounds, in percent of one processor";
        figures.push(Figure::new("http_stolen_percent", what, median(&mut stolen)?));
    }
    let what = format!("most memory that the program held, VmHWM, {} entities", extent.entities);
    figures.push(Figure::new("http_memory_mb", what, server.memory_mb("VmHWM")?).below(150.0));
    let what = "memory that it holds after that load, VmRSS";
    figures.push(Figure::new("http_memory_now_mb", what, server.memory_mb("VmRSS")?));
    Ok(())
}
