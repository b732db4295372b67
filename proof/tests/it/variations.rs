//! The suite has to be content with servers that differ in ways nobody may complain of.

use std::collections::BTreeSet;

use labproof_proof::variations::{self, Settings, Varied};

use crate::{features, spec};

/// What stands for all of them here: `labproof prove` judges every one.
const SOME: &str =
    "all-at-once,closes-unannounced,http-2+shared-roles,puts-off+more-members,accidents+says-less";

/// `LABPROOF_VARIATION=prefix,slow` judges those instead, and `LABPROOF_EVERY_EDITION=1` each in every edition.
#[test]
fn nobody_complains_of_what_is_lawful_and_every_variation_differs() {
    let mut variations = variations::all();
    variations.extend(variations::every_pair());
    let chosen = std::env::var("LABPROOF_VARIATION").unwrap_or_else(|_| SOME.to_owned());
    variations.retain(|variation| chosen.split(',').any(|name| variation.name == name));
    let told = |judged: &Varied| {
        let Varied {
            name,
            judged,
            differences,
            seconds,
            ..
        } = judged;
        println!("{name}: {judged} requirements, {differences} differences, {seconds:.1} s");
    };
    let mut settings = Settings::new(spec());
    // One for each core: the more at once, the longer each takes, and some requests count only within one minute.
    settings.jobs = std::thread::available_parallelism().map_or(1, usize::from);
    settings.editions = if std::env::var_os("LABPROOF_EVERY_EDITION").is_some() {
        spec().editions().collect()
    } else {
        vec![spec().newest()]
    };
    if let Ok(cases) = std::env::var("LABPROOF_CASES") {
        settings.cases = cases
            .parse()
            .unwrap_or_else(|_| panic!("$LABPROOF_CASES: {cases}"));
    }
    let judged = variations::judge_each(spec(), &features(), &variations, &settings, &told)
        .unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let complained: Vec<String> = judged
        .iter()
        .filter(|judged| !judged.is_tolerated())
        .map(|judged| {
            format!(
                "{} ({} differences):\n    {}",
                judged.name,
                judged.differences,
                judged.complaints.join("\n    ")
            )
        })
        .collect();
    assert!(complained.is_empty(), "{}", complained.join("\n"));
    // As much is judged of each as of any other: nothing is passed over because it is different.
    let in_one = |name: &str| name == "slow" || name.contains('+');
    let in_all_editions = judged.iter().filter(|judged| !in_one(&judged.name));
    let counts: BTreeSet<usize> = in_all_editions.map(|judged| judged.judged).collect();
    assert_eq!(counts.len(), 1, "{counts:?}");
}
