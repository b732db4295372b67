//! Bad credentials that are let in, and good ones that are refused: the credential matrix turned round.

use labproof_reference::mutation::Change;
use labproof_spec::ORDINARY;

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
    mutants
}
