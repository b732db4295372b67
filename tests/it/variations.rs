//! The suite has to be content with servers that differ in ways nobody may complain of.

use crate::support;
use labproof::bundle;
use labproof::variations::{self, Judged, Settings};

/// What stands for all of them here: `labproof prove` judges every one.
const SOME: &str = "all-at-once,closes-unannounced,http-2,shared-roles";

/// `LABPROOF_VARIATION=prefix,slow` judges those instead, and `LABPROOF_EVERY_EDITION=1` each in every edition.
#[test]
fn nobody_complains_of_what_is_lawful_and_every_variation_differs() {
    let features = bundle::features().unwrap_or_else(|failure| panic!("{:#}", failure.error));
    let mut variations = variations::all();
    let chosen = std::env::var("LABPROOF_VARIATION").unwrap_or_else(|_| SOME.to_owned());
    variations.retain(|variation| chosen.split(',').any(|name| variation.name == name));
    let told = |judged: &Judged| {
        let Judged {
            name,
            judged,
            differences,
            seconds,
            ..
        } = judged;
        println!("{name}: {judged} requirements, {differences} differences, {seconds:.1} s");
    };
    let mut settings = Settings::new(support::spec());
    if std::env::var_os("LABPROOF_EVERY_EDITION").is_some() {
        settings.editions = support::spec().editions().collect();
    }
    settings.cases = u32::try_from(support::number("LABPROOF_CASES", 4)).unwrap();
    let judged = variations::judge_each(support::spec(), &features, &variations, &settings, &told)
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
    let in_all_editions = judged.iter().filter(|judged| judged.name != "slow");
    let counts = support::counted(in_all_editions.map(|judged| judged.judged));
    assert_eq!(counts.len(), 1, "{counts:?}");
}
