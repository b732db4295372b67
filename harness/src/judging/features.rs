//! The features: parsed once, checked against the documents, with one entry a scenario and edition.

use std::collections::BTreeSet;

use cucumber::feature::Ext as _;
use cucumber::gherkin::{self, Feature, GherkinEnv};
use labproof_spec::{Edition, Editions};

/// The tag that says in which editions a feature or a scenario is played, such as `@editions:16.3,19.3..`.
const EDITIONS: &str = "editions:";

/// The text of a feature and where it is, relative to the folder of features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureText {
    /// Such as `git/allowed.feature`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// All features, found sound.
#[derive(Clone, Debug, Default)]
pub struct Features(pub(crate) Vec<Parsed>);

/// What is wrong with the features, every fault of every file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct FeatureFaults(pub Vec<String>);

/// One feature and the operation it is about.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) path: String,
    pub(crate) operation: String,
    /// With its outlines expanded.
    pub(crate) feature: Feature,
}

impl Features {
    /// Parses the features.
    ///
    /// # Errors
    ///
    /// Every text that is no Gherkin, and every feature without its operation's tag.
    pub fn parse(texts: &[FeatureText]) -> Result<Self, FeatureFaults> {
        let mut parsed = Vec::new();
        let mut faults = Vec::new();
        for text in texts {
            match parse_one(text) {
                Ok(feature) => parsed.push(feature),
                Err(fault) => faults.push(format!("features/{}: {fault}", text.path)),
            }
        }
        if faults.is_empty() {
            Ok(Self(parsed))
        } else {
            Err(FeatureFaults(faults))
        }
    }

    /// The scenarios that judge a requirement: where each is written, and its name. The rows of an outline that make
    /// scenarios of the same name are one.
    #[must_use]
    pub fn judging(&self, requirement: &str) -> Vec<(String, &str)> {
        let judging = self
            .scenarios()
            .filter(|(_, scenario)| requirements(scenario).contains(requirement));
        let mut places: Vec<(String, &str)> = Vec::new();
        for (parsed, scenario) in judging {
            let place = format!("features/{}:{}", parsed.path, scenario.position.line);
            let is_told = |(told, name): &(String, &str)| *name == scenario.name && same_file(told, &place);
            if !places.iter().any(is_told) {
                places.push((place, &scenario.name));
            }
        }
        places
    }

    /// Every scenario with the path of its feature and the feature's operation.
    pub(crate) fn scenarios(&self) -> impl Iterator<Item = (&Parsed, &gherkin::Scenario)> {
        self.0.iter().flat_map(|parsed| {
            parsed
                .feature
                .scenarios
                .iter()
                .map(move |scenario| (parsed, scenario))
        })
    }
}

/// Whether two places are in one file.
fn same_file(one: &str, other: &str) -> bool {
    let file = |place: &str| place.rsplit_once(':').map(|(file, _)| file.to_owned());
    file(one) == file(other)
}

fn parse_one(text: &FeatureText) -> Result<Parsed, String> {
    let mut feature = Feature::parse(&text.text, GherkinEnv::default()).map_err(|error| error.to_string())?;
    feature.path = Some(format!("features/{}", text.path).into());
    let operation = tagged(&feature.tags, "op:").next().map(str::to_owned);
    let operation = operation.ok_or("has no tag `@op:` with its operation's name")?;
    if !feature.rules.is_empty() {
        return Err("has a Rule; write plain scenarios".to_owned());
    }
    let feature = feature.expand_examples().map_err(|error| error.to_string())?;
    let untagged = feature
        .scenarios
        .iter()
        .find(|scenario| tagged(&scenario.tags, "req:").next().is_none());
    if let Some(scenario) = untagged {
        return Err(format!(
            "line {}: the scenario has no `@req:` tag",
            scenario.position.line
        ));
    }
    Ok(Parsed {
        path: text.path.clone(),
        operation,
        feature,
    })
}

/// What follows a prefix in the tags that have it.
pub(crate) fn tagged<'a>(tags: &'a [String], prefix: &'a str) -> impl Iterator<Item = &'a str> {
    tags.iter().filter_map(move |tag| tag.strip_prefix(prefix))
}

/// The requirements that a scenario judges.
pub(crate) fn requirements(scenario: &gherkin::Scenario) -> BTreeSet<&str> {
    tagged(&scenario.tags, "req:").collect()
}

/// Whether the scenario is played in the edition: every `@editions:` of its own and of its feature has it.
pub(crate) fn holds_in(parsed: &Parsed, scenario: &gherkin::Scenario, edition: Edition) -> bool {
    let has_it = |text: &str| {
        text.parse::<Editions>()
            .is_ok_and(|editions| editions.contains(edition))
    };
    tagged_editions(parsed, scenario).all(has_it)
}

fn tagged_editions<'a>(parsed: &'a Parsed, scenario: &'a gherkin::Scenario) -> impl Iterator<Item = &'a str> {
    let of_feature = tagged(&parsed.feature.tags, EDITIONS);
    of_feature.chain(tagged(&scenario.tags, EDITIONS))
}

/// Every set of editions that a scenario speaks of, in tags and in steps.
pub(crate) fn editions<'a>(
    parsed: &'a Parsed,
    scenario: &'a gherkin::Scenario,
) -> impl Iterator<Item = &'a str> {
    let background = parsed.feature.background.iter();
    let steps = background.flat_map(|it| &it.steps).chain(&scenario.steps);
    let in_steps = steps.filter(|step| step.value.starts_with("in the editions "));
    let in_steps = in_steps.filter_map(|step| step.value.split('"').nth(1));
    tagged_editions(parsed, scenario).chain(in_steps)
}

/// Whether an accepted request of the scenario changes state.
pub(crate) fn writes(feature: &Feature, scenario: &gherkin::Scenario) -> bool {
    feature
        .tags
        .iter()
        .chain(&scenario.tags)
        .any(|tag| tag == "writes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_played_in_the_editions_of_its_tags() {
        let text = "@op:doors.open @editions:9.2,11.0..\nFeature: Doors\n\n  @req:doors.open/opens @editions:..11.0\n  \
                    Scenario: One opens\n    Given in the editions \"11.0..\" with\n      | wide | = true |\n";
        let features = Features::parse(&[FeatureText {
            path: "doors/open.feature".to_owned(),
            text: text.to_owned(),
        }]);
        let features = features.unwrap();
        let (parsed, scenario) = features.scenarios().next().unwrap();
        let editions = [(9, 2), (9, 10), (11, 0), (12, 0)].map(|(major, minor)| Edition::new(major, minor));
        assert_eq!(
            editions.map(|edition| holds_in(parsed, scenario, edition)),
            [true, false, true, false]
        );
        let named: Vec<&str> = super::editions(parsed, scenario).collect();
        assert_eq!(named, ["9.2,11.0..", "..11.0", "11.0.."]);
    }
}
