//! How the purchase of an add-on is shown, and which one a path names.

use serde::Serialize;

use crate::answer::ApiError;
use crate::contract::Contract;
use crate::edition_rules;
use crate::families::Call;
use crate::state::{AddOn, Namespace, Purchase};

/// A purchase, with the members that an edition has.
#[derive(Serialize)]
pub(super) struct Shown<'s> {
    namespace_id: u64,
    namespace_name: &'s str,
    add_on: &'static str,
    quantity: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_on: Option<Option<String>>,
    expires_on: String,
    purchase_xid: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trial: Option<bool>,
}

impl<'s> Shown<'s> {
    pub(super) fn new(
        contract: &Contract,
        namespace: Namespace<'s>,
        add_on: AddOn,
        purchase: &'s Purchase,
    ) -> Self {
        let started_on = purchase.started_on.map(|day| day.to_string());
        Self {
            namespace_id: namespace.id,
            namespace_name: namespace.name,
            add_on: add_on.title(),
            quantity: purchase.quantity,
            started_on: contract.answers("/started_on").then_some(started_on),
            expires_on: purchase.expires_on.to_string(),
            purchase_xid: &purchase.purchase_xid,
            trial: contract.answers("/trial").then_some(purchase.trial),
        }
    }
}

impl<'s> Shown<'s> {
    /// With all that is known of a purchase.
    pub(super) fn whole(namespace: Namespace<'s>, add_on: AddOn, purchase: &'s Purchase) -> Self {
        Self {
            namespace_id: namespace.id,
            namespace_name: namespace.name,
            add_on: add_on.title(),
            quantity: purchase.quantity,
            started_on: Some(purchase.started_on.map(|day| day.to_string())),
            expires_on: purchase.expires_on.to_string(),
            purchase_xid: &purchase.purchase_xid,
            trial: Some(purchase.trial),
        }
    }
}

/// The add-on of the path.
pub(super) fn add_on(call: &Call<'_>) -> Result<AddOn, ApiError> {
    let name = call.params.text("add_on_name").unwrap_or_default();
    // At the end of a path, a format such as `.json` is no part of the name.
    let name = name.split('.').next().unwrap_or_default();
    AddOn::named(name).ok_or(ApiError::NotFound("Subscription Add-on".into()))
}

/// A namespace may not have an add-on, for a reason of its own.
pub(super) enum Unsuited {
    /// It lies in another one.
    Below,
    /// It bought the add-on before.
    Bought,
    /// It did not.
    NotBought,
}

impl Unsuited {
    /// As an edition says so.
    pub(super) fn refusal(&self, call: &Call<'_>, namespace: Namespace<'_>, add_on: AddOn) -> ApiError {
        let by_name = edition_rules::add_ons_are_for_any_namespace(call.contract.edition);
        let namespace = match by_name {
            true => namespace.name.to_owned(),
            false => namespace.id.to_string(),
        };
        let add_on = add_on.title();
        ApiError::BadRequestBecause(match (self, by_name) {
            (Self::Below, _) => format!("Namespace {namespace} is not a root namespace"),
            (Self::Bought, true) => format!(
                "Add-on purchase for namespace {namespace} and add-on {add_on} already exists, update the existing record"
            ),
            (Self::Bought, false) => format!(
                "Add-on purchase for namespace {namespace} and add-on {add_on} already exists, use the update endpoint instead"
            ),
            (Self::NotBought, true) => format!(
                "Add-on purchase for namespace {namespace} and add-on {add_on} does not exist, create a new record instead"
            ),
            (Self::NotBought, false) => {
                "Add-on purchase for namespace and add-on does not exist, use the create endpoint instead"
                    .to_owned()
            }
        })
    }
}
