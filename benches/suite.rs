//! How long the whole suite takes against the reference server in every edition, as `labproof run` does it.
//! `cargo bench --bench suite`

#![expect(clippy::print_stdout, reason = "it is run to be read")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use labproof::embedded::Embedded;
use labproof::{Failure, bundle};
use labproof_harness::{Conclusion, Plan, Quiet, Report, Selection, terminal};
use labproof_spec::Edition;

const ROUNDS: u64 = 7;
/// How long it should take at most.
const TARGET: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut times = Vec::new();
    // The first round warms up and does not count.
    for number in 0..=ROUNDS {
        let start = Instant::now();
        let report = run(number).await?;
        let time = start.elapsed();
        ensure!(
            report.conclusion() == Conclusion::Conforms,
            "{}",
            terminal::text(&report, terminal::Style::default())
        );
        if number > 0 {
            let exchanges: u64 = report
                .editions
                .iter()
                .map(|edition| edition.judged.exchanges)
                .sum();
            println!(
                "Round {number}: {:.2} s for {exchanges} exchanges.",
                time.as_secs_f64()
            );
            times.push(time);
        }
    }
    times.sort();
    let seconds = |index: usize| times[index].as_secs_f64();
    let (best, median, worst) = (seconds(0), seconds(times.len() / 2), seconds(times.len() - 1));
    println!("The suite takes {median:.2} s in the median, {best:.2} s at best, {worst:.2} s at worst.");
    println!("The aim is {} s.", TARGET.as_secs());
    Ok(())
}

/// Starts the servers, judges them and stops them.
async fn run(seed: u64) -> anyhow::Result<Report> {
    let spec = bundle::spec().map_err(reason)?;
    let features = bundle::features().map_err(reason)?;
    let editions: Vec<Edition> = spec.editions().collect();
    let mut embedded = Embedded::start(&editions).await.map_err(reason)?;
    // All else as `labproof run` has it, unless asked otherwise.
    let plan = Plan {
        seed,
        ..Plan::new(embedded.servers(), Selection::default())
    };
    let (report, _) = labproof_harness::run(spec, &features, plan, Arc::new(Quiet)).await?;
    embedded.stop().await;
    Ok(report)
}

fn reason(failure: Failure) -> anyhow::Error {
    failure.error
}
