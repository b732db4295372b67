//! In which of several ways requests authenticate with a target: by the secrets that it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use labproof_spec::{Api, Operation, Scheme};

use crate::target::secret::Secret;

/// The API as a target with these secrets is judged by it.
///
/// A way that needs an optional secret is the only one where the target has that secret, and is none where it has not.
pub(crate) fn of_target(api: Arc<Api>, secrets: &BTreeMap<String, Secret>) -> Arc<Api> {
    let optional = |scheme: &Scheme| {
        let kind = api.secrets.get(&scheme.secret);
        kind.is_some_and(|kind| kind.optional)
    };
    let decided: BTreeMap<&str, Operation> = api
        .operations
        .iter()
        .filter(|operation| operation.ways().flatten().any(optional))
        .map(|operation| (operation.slug.as_str(), decided(operation, optional, secrets)))
        .collect();
    if decided.is_empty() {
        return api;
    }
    let operations = api.operations.iter();
    let operations = operations.map(|operation| match decided.get(operation.slug.as_str()) {
        Some(decided) => Arc::new(decided.clone()),
        None => Arc::clone(operation),
    });
    Arc::new(Api {
        operations: operations.collect(),
        ..(*api).clone()
    })
}

/// The operation with the ways that are left.
fn decided(
    operation: &Operation,
    optional: impl Fn(&Scheme) -> bool,
    secrets: &BTreeMap<String, Secret>,
) -> Operation {
    let (own, usual): (Vec<&[Scheme]>, Vec<&[Scheme]>) =
        operation.ways().partition(|way| way.iter().any(&optional));
    let named = |way: &&[Scheme]| {
        let mut needed = way.iter().filter(|scheme| optional(scheme));
        needed.all(|scheme| secrets.contains_key(&scheme.secret))
    };
    let own: Vec<&[Scheme]> = own.into_iter().filter(named).collect();
    let mut ways = if own.is_empty() { usual } else { own }.into_iter();
    Operation {
        schemes: ways.next().unwrap_or(&operation.schemes).to_vec(),
        other_ways: ways.map(<[Scheme]>::to_vec).collect(),
        ..operation.clone()
    }
}

#[cfg(test)]
mod tests {
    use labproof_spec::{Edition, Spec};

    use super::*;

    fn api(names: &[&str]) -> (Arc<Api>, Arc<Api>) {
        let spec = Spec::shipped().unwrap_or_else(|faults| panic!("{faults}"));
        let secrets = names.iter().map(|name| ((*name).to_owned(), Secret::new("x")));
        let api = spec.api(Edition::new(17, 9));
        (Arc::clone(&api), of_target(api, &secrets.collect()))
    }

    #[test]
    fn an_optional_secret_decides_by_being_there() {
        let (api, without) = api(&["shell"]);
        let at = api.operations.iter().position(|operation| {
            let mut schemes = operation.ways().flatten();
            schemes.any(|scheme| api.secrets[&scheme.secret].optional)
        });
        let at = at.unwrap();
        let (both, usual) = (&api.operations[at], &without.operations[at]);
        assert_eq!((&usual.schemes, usual.other_ways.len()), (&both.schemes, 0));
        let own = &both.other_ways[0];
        let (_, with) = self::api(&["shell", &own[0].secret]);
        assert_eq!(
            (&with.operations[at].schemes, with.operations[at].other_ways.len()),
            (own, 0)
        );
        // Nothing else is another operation for that.
        for (before, after) in api.operations.iter().zip(&with.operations) {
            assert_eq!(before.slug == both.slug, before != after);
        }
    }
}
