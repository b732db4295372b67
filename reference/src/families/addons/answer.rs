//! How the purchase of an add-on is shown, and which one a path names.

use jiff::civil::Date;
use serde::Serialize;

use crate::answer::ApiError;
use crate::families::Call;
use crate::families::namespaces::Faults;
use crate::state::{AddOn, Namespace, Purchase};

/// The documented members; the source has the day of the start and whether it is a trial as well.
#[derive(Serialize)]
pub(super) struct Shown<'s> {
    namespace_id: u64,
    namespace_name: &'s str,
    add_on: &'static str,
    quantity: i64,
    expires_on: String,
    purchase_xid: &'s str,
}

impl<'s> Shown<'s> {
    pub(super) fn new(namespace: Namespace<'s>, add_on: AddOn, purchase: &'s Purchase) -> Self {
        Self {
            namespace_id: namespace.id,
            namespace_name: namespace.name,
            add_on: add_on.title(),
            quantity: purchase.quantity,
            expires_on: purchase.expires_on.to_string(),
            purchase_xid: &purchase.purchase_xid,
        }
    }
}

/// The add-on of the path.
pub(super) fn add_on(call: &Call<'_>) -> Result<AddOn, ApiError> {
    let name = call.params.text("add_on_name").unwrap_or_default();
    AddOn::named(&name).ok_or(ApiError::NotFound("Subscription Add-on".into()))
}

/// A purchase of which everything is known, and all of it good.
pub(super) fn checked(
    quantity: Option<i64>,
    expires_on: Option<Date>,
    purchase_xid: Option<String>,
) -> Result<Purchase, ApiError> {
    let mut faults = Faults::default();
    let quantity = faults.present("quantity", quantity);
    if quantity.is_some_and(|quantity| quantity < 1) {
        faults.add("quantity", "must be greater than or equal to 1");
    }
    let expires_on = faults.present("expires_on", expires_on);
    let purchase_xid = faults.text("purchase_xid", purchase_xid);
    match (quantity, expires_on, purchase_xid) {
        (Some(quantity), Some(expires_on), Some(purchase_xid)) if faults.is_empty() => Ok(Purchase {
            quantity,
            expires_on,
            purchase_xid,
        }),
        _ => Err(faults.refusal()),
    }
}
