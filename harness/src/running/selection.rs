//! Which requirements a run judges.

use std::collections::BTreeSet;

use cucumber::gherkin::tagexpr::TagOperation;
use cucumber::tag::Ext as _;
use labproof_spec::{Api, Edition, Operation, Requirement};

use crate::judging::features::{self, Parsed};
use crate::running::glob::Glob;
use crate::running::report::Shard;
use crate::running::scenarios::{self, Choice};

/// An expression over tags, such as `@writes and not @op:git.allowed`.
#[derive(Clone, Debug)]
pub struct Tags {
    text: String,
    expression: TagOperation,
}

impl std::fmt::Display for Tags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Tags {
    pub(crate) fn expression(&self) -> &TagOperation {
        &self.expression
    }
}

impl std::str::FromStr for Tags {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expression = text.parse();
        expression
            .map(|expression| Self {
                text: text.to_owned(),
                expression,
            })
            .map_err(|error| format!("`{text}` is no tag expression: {error}; write `@a and not @b`"))
    }
}

/// What to judge.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The consumer profiles to judge; all that the target claims where empty.
    pub profiles: BTreeSet<String>,
    /// Only requirements that one of these matches; all where empty.
    pub run: Vec<Glob>,
    /// Requirements that one of these matches are reported as skipped.
    pub skip: Vec<Glob>,
    /// Only scenarios with these tags, and no generated checks.
    pub tags: Option<Tags>,
    /// Only this part of the checks; all where absent.
    pub shard: Option<Shard>,
}

impl Selection {
    /// Whether it leaves requirements of its profiles out.
    pub(crate) fn is_partial(&self) -> bool {
        self.is_chosen() || self.shard.is_some()
    }

    /// Whether it does so whichever part of the whole it is.
    fn is_chosen(&self) -> bool {
        !self.run.is_empty() || self.tags.is_some()
    }

    /// Which part of what whole this is.
    pub(crate) fn part(&self) -> Option<Shard> {
        let of_a_selection = self.is_chosen();
        self.shard.map(|shard| Shard {
            of_a_selection,
            ..shard
        })
    }

    /// Whether one of the operation's profiles is to be judged.
    pub(crate) fn has_operation(&self, operation: &Operation) -> bool {
        self.profiles.is_empty()
            || operation
                .profiles
                .iter()
                .any(|profile| self.profiles.contains(profile))
    }

    /// Whether the requirement is to be judged or reported as skipped.
    pub(crate) fn has(&self, operation: &Operation, requirement: &Requirement) -> bool {
        self.has_operation(operation) && self.has_requirement(requirement)
    }

    /// The same, whichever profiles need its operation.
    pub(crate) fn has_requirement(&self, requirement: &Requirement) -> bool {
        (self.run.is_empty() || self.run.iter().any(|glob| glob.matches(requirement)))
            && (self.tags.is_none() || requirement.check.is_none())
    }

    /// Whether anything of an edition is to be judged or reported as skipped.
    pub(crate) fn has_any_of(&self, api: &Api) -> bool {
        let mut operations = api.operations.iter();
        operations.any(|operation| {
            let mut requirements = operation.requirements.iter();
            requirements.any(|requirement| self.has(operation, requirement))
        })
    }

    /// Why a requirement that was selected is skipped all the same.
    pub(crate) fn skipped(&self, requirement: &Requirement) -> Option<String> {
        let glob = self.skip.iter().find(|glob| glob.matches(requirement))?;
        Some(format!("asked for with --skip '{glob}'"))
    }

    /// Whether a check of this name is in this part of the whole.
    pub(crate) fn has_check(&self, edition: Edition, check: &str) -> bool {
        self.shard
            .is_none_or(|shard| shard.has(&format!("{edition} {check}")))
    }

    fn has_tags(&self, parsed: &Parsed, scenario: &cucumber::gherkin::Scenario) -> bool {
        let tags = parsed.feature.tags.iter().chain(&scenario.tags);
        self.tags
            .as_ref()
            .is_none_or(|chosen| chosen.expression.eval(tags))
    }
}

/// The scenarios of a selection in the editions of a run.
pub(crate) struct Scenarios<'a> {
    pub(crate) selection: &'a Selection,
    /// The requirements of what a server does not have at all.
    pub(crate) absent: &'a BTreeSet<(Edition, &'a str)>,
    /// For each edition, its documents and whether requests may change the server's state.
    pub(crate) editions: Vec<(&'a Api, bool)>,
}

impl Choice for Scenarios<'_> {
    fn of(
        &self,
        edition: Edition,
        parsed: &Parsed,
        scenario: &cucumber::gherkin::Scenario,
    ) -> Option<Result<(), String>> {
        let (api, writes) = self.editions.iter().find(|(api, _)| api.edition == edition)?;
        let operation = api
            .operations
            .iter()
            .find(|operation| operation.slug == parsed.operation)?;
        if !features::holds_in(parsed, scenario, edition) {
            return None;
        }
        let ids = features::requirements(scenario);
        let mut selected = operation
            .requirements
            .iter()
            .filter(|requirement| {
                let id = requirement.id.as_str();
                ids.contains(id)
                    && !self.absent.contains(&(edition, id))
                    && self.selection.has(operation, requirement)
            })
            .peekable();
        selected.peek()?;
        let check = scenarios::title(&parsed.feature, scenario);
        if !self.selection.has_tags(parsed, scenario) || !self.selection.has_check(edition, &check) {
            return None;
        }
        let reasons: Vec<Option<String>> = selected
            .map(|requirement| self.selection.skipped(requirement))
            .collect();
        if let Some(Some(reason)) = reasons.iter().find(|reason| reason.is_some())
            && reasons.iter().all(Option::is_some)
        {
            return Some(Err(reason.clone()));
        }
        // What has to be refused is no exception: the server under test may be the one that accepts it.
        if (operation.writes || features::writes(&parsed.feature, scenario)) && !writes {
            return Some(Err(NO_CONSENT.to_owned()));
        }
        Some(Ok(()))
    }
}

/// Why a check that writes is not made.
pub(crate) const NO_CONSENT: &str =
    "it changes the server's state; consent with --allow-writes, or `writes: allowed` in the target file";
