//! What a request says about a subscription, whether new or not.

use jiff::civil::Date;

use labproof_spec::Edition;

use crate::answer::ApiError;
use crate::edition_rules;
use crate::families::Call;
use crate::families::namespaces::{self, Faults};
use crate::request::{Declared, Params};
use crate::state::{FREE, Namespace, State, Subscription};

/// How a trial may be prolonged, as GitLab numbers it.
const TRIAL_EXTENSIONS: [i64; 2] = [1, 2];

/// Not said at all, said to be nothing, or said.
type Said<T> = Option<Option<T>>;

/// The terms of a request and the namespace that they are for, in the order in which an edition looks at them.
pub(super) fn and_namespace<'s>(
    state: &'s State,
    call: &Call<'_>,
    read: fn(&Params) -> Result<Terms, ApiError>,
) -> Result<(Terms, Namespace<'s>), ApiError> {
    let (terms, namespace) = (
        read(call.params),
        namespaces::find(state, call, "id", "Namespace"),
    );
    if edition_rules::subscriptions_look_for_the_namespace_first(call.contract.edition) {
        let namespace = namespace?;
        Ok((terms?, namespace))
    } else {
        Ok((terms?, namespace?))
    }
}

/// What is wrong with terms, if an edition minds before it asks what the caller may.
pub(super) fn check(edition: Edition, terms: Result<Terms, ApiError>) -> Result<(), ApiError> {
    if edition_rules::subscriptions_look_for_the_namespace_first(edition) {
        return Ok(());
    }
    terms.map(drop)
}

/// The attributes that creation and update share.
pub(super) struct Terms {
    start_date: Said<Date>,
    end_date: Said<Date>,
    plan: Said<String>,
    seats: Said<i64>,
    max_seats_used: Said<i64>,
    auto_renew: Said<bool>,
    trial: Said<bool>,
    trial_starts_on: Said<Date>,
    trial_ends_on: Said<Date>,
}

impl Terms {
    /// A new subscription has to say when it starts.
    pub(super) fn of_a_new_one(params: &Params) -> Result<Self, ApiError> {
        Self::read(params, |declared| Some(declared.required_date("start_date")))
    }

    pub(super) fn of_a_change(params: &Params) -> Result<Self, ApiError> {
        Self::read(params, |declared| {
            said(params, "start_date", declared.date("start_date"))
        })
    }

    fn read(
        params: &Params,
        start_date: impl FnOnce(&mut Declared<'_>) -> Said<Date>,
    ) -> Result<Self, ApiError> {
        let mut declared = Declared::new(params);
        // In the order in which their faults are told.
        let terms = Self {
            seats: said(params, "seats", declared.stored_integer("seats")),
            max_seats_used: said(
                params,
                "max_seats_used",
                declared.stored_integer("max_seats_used"),
            ),
            plan: said(params, "plan_code", declared.text("plan_code")),
            end_date: said(params, "end_date", declared.date("end_date")),
            auto_renew: said(params, "auto_renew", declared.boolean("auto_renew")),
            trial: said(params, "trial", declared.boolean("trial")),
            trial_ends_on: said(params, "trial_ends_on", declared.date("trial_ends_on")),
            trial_starts_on: said(params, "trial_starts_on", declared.date("trial_starts_on")),
            start_date: start_date(&mut declared),
        };
        let extension = declared.integer("trial_extension_type");
        if extension.is_some_and(|number| !TRIAL_EXTENSIONS.contains(&number)) {
            // GitLab breaks.
            declared.refuse("trial_extension_type", "is invalid");
        }
        declared.finish()?;
        Ok(terms)
    }

    /// The subscription with everything as the request says, and as before where it says nothing.
    pub(super) fn change(
        self,
        state: &State,
        call: &Call<'_>,
        mut subscription: Subscription,
        mut faults: Faults,
    ) -> Result<Subscription, ApiError> {
        if let Some(start_date) = self.start_date {
            let start_date = faults.present("start_date", start_date);
            self.renew(&mut subscription, start_date);
        }
        if let Some(seats) = self.seats {
            subscription.seats = faults.present("seats", seats).unwrap_or_default();
        }
        self.try_out(&mut subscription);
        if subscription.trial == Some(true) {
            check_trial(call.contract.edition, &subscription, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults.refusal());
        }
        if let Some(end_date) = self.end_date {
            subscription.end_date = end_date;
        }
        if let Some(code) = &self.plan {
            subscription.plan = state.known_plan(code.as_deref().unwrap_or(FREE));
        }
        if let Some(Some(max_seats_used)) = self.max_seats_used {
            subscription.max_seats_used = max_seats_used;
        }
        if let Some(auto_renew) = self.auto_renew {
            subscription.auto_renew = auto_renew;
        }
        Ok(subscription)
    }

    /// A start after the old end, with a new end, begins anew, and so does the count of seats.
    fn renew(&self, subscription: &mut Subscription, start_date: Option<Date>) {
        let Some(start_date) = start_date else { return };
        let is_later = subscription
            .end_date
            .is_some_and(|end_date| start_date > end_date);
        let ends_anew = self
            .end_date
            .is_some_and(|end_date| end_date != subscription.end_date);
        if is_later && ends_anew {
            subscription.max_seats_used = 0;
            subscription.seats_owed = 0;
        }
        subscription.start_date = start_date;
    }

    /// A trial starts on the first day of the same request unless that says otherwise.
    fn try_out(&self, subscription: &mut Subscription) {
        if let Some(trial) = self.trial {
            subscription.trial = trial;
        }
        if let Some(trial_starts_on) = self.trial_starts_on {
            subscription.trial_starts_on = trial_starts_on;
        }
        if let (Some(Some(true)), None, Some(Some(start_date))) =
            (self.trial, self.trial_starts_on.flatten(), self.start_date)
        {
            subscription.trial_starts_on = Some(start_date);
        }
        if let Some(trial_ends_on) = self.trial_ends_on {
            subscription.trial_ends_on = trial_ends_on;
        }
    }
}

/// What is wrong with the days of a trial, in the words of the records they would be kept in.
fn check_trial(edition: Edition, subscription: &Subscription, faults: &mut Faults) {
    let starts = faults.present("trial_starts_on", subscription.trial_starts_on);
    if !edition_rules::trials_have_to_end(edition) {
        return;
    }
    match (starts, subscription.trial_ends_on) {
        (_, None) => {
            // Two rules want it.
            faults.add("trial_ends_on", "can't be blank");
            faults.add("trial_ends_on", "can't be blank");
        }
        (None, Some(_)) => faults.add("trial_ends_on", "comparison of Date with nil failed"),
        (Some(starts), Some(ends)) if ends <= starts => {
            faults.add("trial_ends_on", &format!("must be greater than {starts}"));
        }
        _ => {}
    }
}

fn said<T>(params: &Params, name: &str, value: Option<T>) -> Said<T> {
    params.has(name).then_some(value)
}
