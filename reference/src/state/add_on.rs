//! Add-ons, and what namespaces bought of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

/// Something to be had on top of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AddOn {
    CodeSuggestions,
    ProductAnalytics,
    DuoEnterprise,
    DuoAmazonQ,
    DuoCore,
    SelfHostedDap,
}

impl AddOn {
    /// By the name that a path carries.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "code_suggestions" => Self::CodeSuggestions,
            "product_analytics" => Self::ProductAnalytics,
            "duo_enterprise" => Self::DuoEnterprise,
            "duo_amazon_q" => Self::DuoAmazonQ,
            "duo_core" => Self::DuoCore,
            "self_hosted_dap" => Self::SelfHostedDap,
            _ => return None,
        })
    }

    /// The name as people read it: its words, each with a capital.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::CodeSuggestions => "Code Suggestions",
            Self::ProductAnalytics => "Product Analytics",
            Self::DuoEnterprise => "Duo Enterprise",
            Self::DuoAmazonQ => "Duo Amazon Q",
            Self::DuoCore => "Duo Core",
            Self::SelfHostedDap => "Self Hosted Dap",
        }
    }
}

/// What a namespace bought of an add-on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Purchase {
    /// Units, such as seats.
    pub(crate) quantity: i64,
    /// Not known of purchases from before GitLab asked for it.
    pub(crate) started_on: Option<Date>,
    pub(crate) expires_on: Date,
    /// The name of the purchase where it was made.
    pub(crate) purchase_xid: String,
    #[serde(default)]
    pub(crate) trial: bool,
}

/// All purchases, by the id of the namespace and then the add-on: one of each.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(transparent)]
pub(crate) struct Purchases(BTreeMap<u64, BTreeMap<AddOn, Purchase>>);

impl Purchases {
    pub(crate) fn of(&self, namespace: u64, add_on: AddOn) -> Option<&Purchase> {
        self.0.get(&namespace)?.get(&add_on)
    }

    pub(crate) fn put(&mut self, namespace: u64, add_on: AddOn, purchase: Purchase) {
        self.0.entry(namespace).or_default().insert(add_on, purchase);
    }

    pub(crate) fn remove(&mut self, namespace: u64, add_on: AddOn) {
        if let Some(purchases) = self.0.get_mut(&namespace) {
            purchases.remove(&add_on);
            if purchases.is_empty() {
                self.0.remove(&namespace);
            }
        }
    }

    pub(crate) fn namespaces(&self) -> impl Iterator<Item = u64> {
        self.0.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_name_in_capitalised_words() {
        for name in [
            "code_suggestions",
            "product_analytics",
            "duo_enterprise",
            "duo_amazon_q",
            "duo_core",
            "self_hosted_dap",
        ] {
            let add_on = AddOn::named(name).unwrap();
            assert_eq!(add_on.title().to_lowercase().replace(' ', "_"), name);
            assert!(
                add_on
                    .title()
                    .split(' ')
                    .all(|word| word.starts_with(char::is_uppercase))
            );
            // A world uses the same names.
            assert_eq!(serde_json::from_value::<AddOn>(name.into()).unwrap(), add_on);
        }
        assert_eq!(AddOn::named("Code Suggestions"), None);
    }
}
