//! What a request says about a purchase, whether new or not.

use jiff::civil::Date;

use crate::answer::ApiError;
use crate::families::Call;
use crate::families::namespaces::Faults;
use crate::request::Declared;
use crate::state::Purchase;

/// The attributes that creation and update share; nothing where a request says nothing, or says it to be nothing.
pub(super) struct Wanted {
    quantity: Option<i64>,
    started_on: Option<Date>,
    expires_on: Option<Date>,
    purchase_xid: Option<String>,
    trial: Option<bool>,
    /// Whether the edition asks for the first day.
    has_start: bool,
}

impl Wanted {
    /// A new purchase has to say everything but whether it is a trial.
    pub(super) fn of_a_new_one(call: &Call<'_>) -> Result<Self, ApiError> {
        let mut declared = Declared::new(call.params);
        let has_start = call.contract.takes("started_on");
        let wanted = Self {
            quantity: declared.required_stored_integer("quantity"),
            started_on: started_on(&mut declared, has_start),
            expires_on: declared.required_date("expires_on"),
            purchase_xid: declared.required_text("purchase_xid"),
            trial: trial(&mut declared, call),
            has_start,
        };
        declared.finish()?;
        Ok(wanted)
    }

    /// A change has to say the days alone.
    pub(super) fn of_a_change(call: &Call<'_>) -> Result<Self, ApiError> {
        let mut declared = Declared::new(call.params);
        let has_start = call.contract.takes("started_on");
        let wanted = Self {
            quantity: declared.stored_integer("quantity"),
            started_on: started_on(&mut declared, has_start),
            expires_on: declared.required_date("expires_on"),
            purchase_xid: declared.text("purchase_xid"),
            trial: trial(&mut declared, call),
            has_start,
        };
        declared.finish()?;
        Ok(wanted)
    }

    /// One of several, each of an add-on of its own.
    pub(super) fn of_one_of_several(declared: &mut Declared<'_>) -> Self {
        let (started_on, expires_on) = (
            declared.required_date("started_on"),
            declared.required_date("expires_on"),
        );
        let faults = declared.faults();
        let quantity = declared.stored_integer("quantity");
        if declared.faults() > faults || quantity.is_some_and(|quantity| quantity < 0) {
            declared.refuse("quantity", "Must be a non-negative integer if provided");
        }
        Self {
            quantity,
            started_on,
            expires_on,
            purchase_xid: declared.text("purchase_xid"),
            trial: declared.boolean("trial"),
            has_start: true,
        }
    }

    /// Whether any units are wanted.
    pub(super) fn has_quantity(&self) -> bool {
        self.quantity.is_some_and(|quantity| quantity > 0)
    }

    /// What is not said, or said to be nothing, stays; but the days have to be said.
    pub(super) fn or(self, before: &Purchase) -> Self {
        Self {
            quantity: self.quantity.or(Some(before.quantity)),
            started_on: match self.has_start {
                true => self.started_on,
                false => before.started_on,
            },
            purchase_xid: self.purchase_xid.or_else(|| Some(before.purchase_xid.clone())),
            trial: self.trial.or(Some(before.trial)),
            ..self
        }
    }

    /// The purchase, if everything of it is known and good.
    pub(super) fn checked(self) -> Result<Purchase, ApiError> {
        let mut faults = Faults::default();
        let quantity = faults.present("quantity", self.quantity);
        match quantity {
            None => faults.add("quantity", "is not a number"),
            Some(quantity) if quantity < 1 => faults.add("quantity", "must be greater than or equal to 1"),
            Some(_) => {}
        }
        if self.has_start {
            // Told by the name that it is kept under.
            faults.present("started_at", self.started_on);
        }
        let expires_on = faults.present("expires_on", self.expires_on);
        let purchase_xid = faults.text("purchase_xid", self.purchase_xid);
        match (quantity, expires_on, purchase_xid) {
            (Some(quantity), Some(expires_on), Some(purchase_xid)) if faults.is_empty() => Ok(Purchase {
                quantity,
                started_on: self.started_on,
                expires_on,
                purchase_xid,
                trial: self.trial.unwrap_or_default(),
            }),
            _ => Err(faults.refusal()),
        }
    }
}

fn started_on(declared: &mut Declared<'_>, has_start: bool) -> Option<Date> {
    has_start.then(|| declared.required_date("started_on")).flatten()
}

fn trial(declared: &mut Declared<'_>, call: &Call<'_>) -> Option<bool> {
    let is_known = call.contract.takes("trial");
    is_known.then(|| declared.boolean("trial")).flatten()
}
