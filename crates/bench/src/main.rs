//! Runs the benchmark; `cargo xtask bench` makes what it needs first.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use bench::{
    bandwidth, casbin::Casbin, cedar::Cedar, engine, module, regorus::Rego, report,
    timing::median_ns, work,
};
use clap::Parser;
use report::Figure;

/// Our engine beside its peers.
#[derive(Parser)]
struct Arguments {
    /// One flat object of numbers instead of a table.
    #[arg(long)]
    json: bool,
    /// Smaller work: to see that everything runs, not to measure.
    #[arg(long)]
    quick: bool,
    /// Where the WASM modules are, made for Node.
    #[arg(long, value_name = "FOLDER")]
    modules: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut figures = Vec::new();
    decisions(&mut figures, arguments.quick)?;
    matrices(&mut figures, arguments.quick)?;
    modules(&mut figures, &arguments)?;
    #[expect(clippy::print_stdout, reason = "what the program is for")]
    if arguments.json {
        println!("{}", report::json(&figures));
    } else {
        print!("{}", report::table(&figures));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn decisions(figures: &mut Vec<Figure>, quick: bool) -> Result<()> {
    let entities = work::entities(1000);
    let organization = engine::organization(entities.clone())?;
    let roles = [
        ("12 rules", work::tag_role(12, 12), 900),
        ("50 rules", work::tag_role(50, 50), 900),
        ("2000 entities", work::direct_role(if quick { 200 } else { 2000 }, 3000), 90),
    ];
    let ids = [
        [
            "decision_native_ns",
            "decision_cedar_ns",
            "decision_regorus_ns",
            "decision_casbin_ns",
            "decision_peer_ratio",
        ],
        [
            "decision_50_ns",
            "decision_50_cedar_ns",
            "decision_50_regorus_ns",
            "decision_50_casbin_ns",
            "decision_50_peer_ratio",
        ],
        [
            "decision_direct_ns",
            "decision_direct_cedar_ns",
            "decision_direct_regorus_ns",
            "decision_direct_casbin_ns",
            "decision_direct_peer_ratio",
        ],
    ];
    for ((name, rules, count), ids) in roles.iter().zip(ids) {
        eprintln!("decisions of a role of {name}…");
        let questions = work::questions(&entities, *count);
        let decider = engine::decider(&organization, rules)?;
        let cedar = Cedar::new(rules, &questions)?;
        let mut rego = Rego::new(rules, &questions)?;
        let casbin = Casbin::new(rules, &questions)?;
        let counts = [
            engine::allowed(&decider, &questions),
            cedar.allowed(),
            rego.allowed()?,
            casbin.allowed()?,
        ];
        ensure!(
            counts.iter().all(|count| *count == counts[0] && *count > 0),
            "of {} questions about a role of {name}, we, Cedar, Rego and Casbin allow {counts:?}",
            questions.len()
        );
        let each = questions.len() as f64;
        let rounds = if quick { 3 } else { 7 };
        let ours = median_ns(101, || engine::allowed(&decider, &questions)) / each;
        let peers = [
            median_ns(rounds, || cedar.allowed()) / each,
            median_ns(rounds, || rego.allowed()) / each,
            median_ns(rounds, || casbin.allowed()) / each,
        ];
        let fastest = peers.iter().copied().fold(f64::INFINITY, f64::min);
        let what = |who: &str| format!("one decision, {who}, role of {name} compiled beforehand");
        let [own, cedar_id, rego_id, casbin_id, ratio] = ids;
        figures.push(Figure::new(own, what("ours"), ours).below(100.0));
        figures.push(Figure::new(cedar_id, what("cedar-policy"), peers[0]));
        figures.push(Figure::new(rego_id, what("regorus"), peers[1]));
        figures.push(Figure::new(casbin_id, what("casbin"), peers[2]));
        let what = format!("the fastest peer's time to ours, role of {name}");
        figures.push(Figure::new(ratio, what, fastest / ours).at_least(50.0));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn matrices(figures: &mut Vec<Figure>, quick: bool) -> Result<()> {
    let bandwidth = bandwidth::read_gb_per_second(quick);
    figures.push(Figure::new(
        "memory_bandwidth_gb_s",
        "memory read by one core, one word after another",
        bandwidth,
    ));
    let roles = [
        ("12", work::tag_role(12, 12)),
        ("20", work::tag_role(20, 20)),
        ("50", work::tag_role(50, 50)),
    ];
    let ids = [
        ["matrix_native_1k_12_ms", "matrix_native_1k_ms", "matrix_native_1k_50_ms"],
        ["matrix_native_10k_12_ms", "matrix_native_10k_ms", "matrix_native_10k_50_ms"],
        ["matrix_native_100k_12_ms", "matrix_native_100k_ms", "matrix_native_100k_50_ms"],
        ["matrix_native_1m_12_ms", "matrix_native_1m_ms", "matrix_native_1m_50_ms"],
    ];
    let mut per_entity = Vec::new();
    for (size, ids) in [1000, 10_000, 100_000, 1_000_000].into_iter().zip(ids) {
        let size = if quick { size / 10 } else { size };
        eprintln!("matrices of {size} entities…");
        let organization = engine::organization(work::entities(size))?;
        for ((name, rules), id) in roles.iter().zip(ids) {
            let rounds = if size > 100_000 { 21 } else { 101 };
            let ns = engine::matrix_ns(&organization, rules, rounds)?;
            let what = format!("compile {name} rules, evaluate {size} entities × all scopes");
            let figure = Figure::new(id, what, ns / 1e6);
            figures.push(if id == "matrix_native_100k_ms" { figure.below(5.0) } else { figure });
            if *name == "20" {
                per_entity.push(ns / size as f64);
                if id == "matrix_native_100k_ms" {
                    let bytes = engine::matrix_bytes(&organization, rules)? as f64;
                    figures.push(Figure::new(
                        "matrix_bytes_gb_s",
                        format!("its row sets, {bytes} bytes if each is bits, over its time"),
                        bytes / ns,
                    ));
                    let (digest, first) = engine::digest_ns(&organization, rules, rounds)?;
                    figures.push(Figure::new(
                        "digest_native_100k_ms",
                        "decision digest of 20 rules, compiled and evaluated, 100,000 entities",
                        digest / 1e6,
                    ));
                    figures.push(Figure::new(
                        "digest_inventory_native_100k_ms",
                        "what is hashed once for 100,000 entities",
                        first / 1e6,
                    ));
                    let direct = work::direct_role(if quick { 200 } else { 2000 }, size);
                    let direct_ns = engine::matrix_ns(&organization, &direct, rounds)?;
                    figures.push(Figure::new(
                        "matrix_native_100k_direct_ms",
                        "the same with 2000 entities named one by one",
                        direct_ns / 1e6,
                    ));
                    figures.push(
                        Figure::new(
                            "direct_2000_ratio",
                            "2000 entities named one by one to 20 rules, compiled and evaluated in turn",
                            engine::matrix_ratio(&organization, [rules, &direct], rounds)?,
                        )
                        .below(2.0),
                    );
                }
            }
        }
    }
    if let (Some(first), Some(last)) = (per_entity.first(), per_entity.last()) {
        figures.push(
            Figure::new(
                "scale_ratio",
                "time for an entity among 1,000,000 to one among 1,000, 20 rules",
                last / first,
            )
            .below(1.5),
        );
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn modules(figures: &mut Vec<Figure>, arguments: &Arguments) -> Result<()> {
    eprintln!("the WASM modules in Node…");
    let measured = module::measure(&arguments.modules, arguments.quick)?;
    let said = [
        (
            "matrix_wasm_1k_ms",
            "WASM, 1,000 entities: from the draft's text to the matrix with reasons, 12 rules",
            Some(1.0),
        ),
        (
            "matrix_wasm_100k_ms",
            "WASM, 100,000 entities: from the draft's text to the matrix, 20 rules",
            Some(16.0),
        ),
        (
            "edit_wasm_100k_ms",
            "WASM, 100,000 entities: from the text of a draft with one edited rule to the matrix",
            Some(2.0),
        ),
        (
            "digest_wasm_100k_ms",
            "WASM, 100,000 entities: decision digest of a draft of 20 rules, evaluated",
            Some(5.0),
        ),
        (
            "digest_inventory_wasm_100k_ms",
            "WASM: what is hashed once for 100,000 entities, and that digest",
            None,
        ),
        (
            "proof_wasm_p50_ms",
            "WASM: semantic difference of two saved roles of 10 to 200 rules, median",
            None,
        ),
        ("proof_wasm_p95_ms", "WASM: the same, 95th percentile", Some(1.0)),
        ("decision_wasm_ns", "WASM: one cell with its rules, ours, through JavaScript", None),
        (
            "decision_cedar_wasm_ns",
            "WASM: one decision, @cedar-policy/cedar-wasm, policies parsed beforehand",
            None,
        ),
    ];
    for (id, what, limit) in said {
        let Some(value) = measured.get(id) else { continue };
        let figure = Figure::new(id, what, *value);
        figures.push(match limit {
            Some(limit) => figure.below(limit),
            None => figure,
        });
    }
    let compressed = std::fs::metadata(arguments.modules.join("policy.wasm.br"))?.len();
    let what = "the policy module as browsers load it, brotli quality 11, bytes";
    figures.push(Figure::new("policy_wasm_brotli_bytes", what, compressed as f64).below(100_000.0));
    Ok(())
}
