//! Bad credentials that are let in, and good ones that are refused: the credential matrix turned round.

use labproof_reference::mutation::{Carried, Change, When};
use labproof_spec::{ORDINARY, Parameter, Place};

use super::Mutant;
use super::ground::Ground;

pub(super) fn mutants(ground: &Ground<'_>) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for scheme in &ground.operation.schemes {
        let name = &scheme.name;
        let variants = ground.api.variants.iter();
        for variant in variants.filter(|variant| variant.suits(scheme) && !variant.tolerated) {
            let (scheme, way) = (name.clone(), variant.name.clone());
            let is = &variant.is;
            mutants.extend(if variant.accepted {
                ground.mutant(
                    format!("credential/{name}/{way}-refused"),
                    format!("refuses {is} ({name})"),
                    ground.derived("lawful-credentials"),
                    Change::Refuse { scheme, variant: way },
                )
            } else {
                ground.mutant(
                    format!("credential/{name}/{way}"),
                    format!("lets in {is} ({name})"),
                    ground.derived("credentials"),
                    Change::LetIn { scheme, variant: way },
                )
            });
        }
        mutants.extend(ground.mutant(
            format!("credential/{name}/refused"),
            format!("refuses every good credential ({name})"),
            ground.derived("example"),
            Change::Refuse {
                scheme: name.clone(),
                variant: ORDINARY.to_owned(),
            },
        ));
    }
    for (word, what, carried) in bodies(ground) {
        let when = || When {
            carried: Some(carried),
            ..When::default()
        };
        mutants.extend(ground.mutant_when(
            when(),
            format!("credential/nobody-asked/{word}"),
            format!("asks nobody for a credential {what}"),
            ground.derived("credentials"),
            Change::LetEverybodyIn,
        ));
        let Some(scheme) = ground.operation.schemes.first() else {
            continue;
        };
        // That form and JSON count alike is for another requirement to notice, where the operation has to take both.
        let noticing = ["media-types", "credentials"].map(|check| ground.derived(check));
        mutants.extend(ground.mutant_when(
            when(),
            format!("credential/everybody-refused/{word}"),
            format!("refuses every good credential {what} ({})", scheme.name),
            noticing.concat(),
            Change::Refuse {
                scheme: scheme.name.clone(),
                variant: ORDINARY.to_owned(),
            },
        ));
    }
    mutants
}

/// What a request can have for a body, in a word and in words; nobody sends one with a GET.
fn bodies(ground: &Ground<'_>) -> impl Iterator<Item = (&'static str, &'static str, Carried)> {
    let none = [
        ("no-body", "where there is no body", Carried::Nothing),
        (
            "no-body-as-json",
            "where there is no body under the media type of JSON",
            Carried::NothingAsJson,
        ),
    ];
    let some = [
        ("form", "where the body is a form", Carried::Form),
        ("json", "where the body is JSON", Carried::Json),
    ];
    let operation = ground.operation;
    let in_query = |parameter: &Parameter| parameter.place == Place::Query;
    // A form of nothing is no body.
    let has_form = operation.body.is_some() || operation.parameters.iter().any(in_query);
    let reads = operation.method == "GET";
    let has = move |carried| match carried {
        Carried::Form => has_form && !reads,
        Carried::Json => !reads,
        _ => true,
    };
    let all = none.into_iter().chain(some);
    all.filter(move |(_, _, carried)| has(*carried))
}
