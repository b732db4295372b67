//! The same way from a request to its answer, with a defect on it.

use jiff::Timestamp;
use labproof_spec::Scheme;

use super::{Deed, Incoming, Route, Service, body, deed};
use crate::answer::{Answer, ApiError};
use crate::mutation::{Change, Mutant, Presented};
use crate::request::Params;

impl Service {
    /// Answers a request of the operation that has the defect.
    pub(super) fn answer_mutated(
        &self,
        mutant: &Mutant,
        route: &Route,
        params: Result<Params, ApiError>,
        incoming: &Incoming<'_>,
        now: Timestamp,
    ) -> Answer {
        let (params, unread) = match params {
            Ok(params) => (params, None),
            Err(error) => (Params::default(), Some(error)),
        };
        let is_concerned = mutant.concerns(&params, &body(incoming));
        let mut read = params;
        let mut answer = match unread {
            Some(error) => error.into(),
            None if is_concerned => match mutant.reread(&mut read) {
                Ok(()) => self.perform_mutated(mutant, route, &mut read, incoming, now),
                Err(missing) => ApiError::Framework(missing).into(),
            },
            None => {
                let deed = deed(route, incoming, &read, now);
                self.perform(route, &deed).map_or_else(Answer::from, Answer::from)
            }
        };
        if is_concerned {
            mutant.spoil(&mut answer, &read);
        }
        answer
    }

    fn perform_mutated(
        &self,
        mutant: &Mutant,
        route: &Route,
        params: &mut Params,
        incoming: &Incoming<'_>,
        now: Timestamp,
    ) -> Answer {
        let presented = Presented {
            header: incoming.header,
            params,
            now,
        };
        if let Some(scheme) = mutant.shuts_out(&presented) {
            mutant.reach();
            return ApiError::Refused(scheme.refusal.clone()).into();
        }
        let let_in = mutant.lets_in(&presented);
        for (scheme, _) in &let_in {
            mutant.reach();
            if let Some(name) = &scheme.parameter {
                params.remove(name);
            }
        }
        let contract = match &mutant.elsewhere {
            Some(contract) => {
                mutant.reach();
                contract
            }
            None => &route.contract,
        };
        let is_overlooked =
            |name: &str| !let_in.is_empty() && mutant.overlooks().any(|it| it.eq_ignore_ascii_case(name));
        let header = |name: &str| match carried(incoming.header, &let_in, name) {
            _ if is_overlooked(name) => None,
            value => value,
        };
        let deed = Deed {
            header: &header,
            contract,
            effect: mutant.effect(),
            forget: Some(mutant),
            ..deed(route, incoming, params, now)
        };
        if *mutant.change() == Change::Twice && self.perform(route, &deed).is_ok() {
            mutant.reach();
        }
        let outcome = self.perform(route, &deed);
        match (&outcome, mutant.change()) {
            (Ok(_), Change::NotDone) => mutant.reach(),
            (Err(_), Change::DoneAlthoughRefused) => {
                let good: Vec<(&Scheme, String)> = mutant
                    .schemes
                    .iter()
                    .map(|scheme| (scheme, mutant.ordinary(scheme, now)))
                    .collect();
                let header = |name: &str| carried(incoming.header, &good, name);
                let deed = Deed {
                    header: &header,
                    contract,
                    ..self::deed(route, incoming, params, now)
                };
                if self.perform(route, &deed).is_ok() {
                    mutant.reach();
                }
            }
            _ => {}
        }
        outcome.map_or_else(Answer::from, Answer::from)
    }
}

/// A header of the request, with these credentials in the place of its own.
fn carried<'h, 'r: 'h>(
    header: &dyn Fn(&str) -> Option<&'r [u8]>,
    credentials: &'h [(&Scheme, String)],
    name: &str,
) -> Option<&'h [u8]> {
    for (scheme, value) in credentials {
        if name.eq_ignore_ascii_case(&scheme.header) {
            return Some(value.as_bytes());
        }
        if scheme
            .other_headers
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other))
        {
            return None;
        }
    }
    header(name)
}
