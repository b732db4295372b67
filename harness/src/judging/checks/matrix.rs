//! Which credentials there are to try, and in which ways the parameters of the request travel beside them.

use labproof_spec::{Operation, Scheme, Variant};

use crate::asking::request::Travel;
use crate::asking::subject::Subject;

/// One credential to try: which scheme's, how it varies, and what goes with it.
#[derive(Clone, Copy)]
pub(super) struct VariedCredential<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) variant: &'a Variant,
    pub(super) travel: Travel,
}

/// What a server has to do about a credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Refused,
    Accepted,
    /// As it likes.
    Tolerated,
}

impl Wanted {
    fn of(variant: &Variant) -> Self {
        match (variant.tolerated, variant.accepted) {
            (true, _) => Self::Tolerated,
            (false, true) => Self::Accepted,
            (false, false) => Self::Refused,
        }
    }
}

/// The variants of each of the operation's schemes of which that is wanted, with the parameters travelling so.
///
/// What sends several credentials is for the usual way alone: it may be all that another way asks for.
pub(super) fn cases<'a>(
    subject: &'a Subject,
    operation: &'a Operation,
    wanted: Wanted,
    travel: Travel,
) -> impl Iterator<Item = VariedCredential<'a>> {
    let is_usual = |scheme: &Scheme| operation.schemes.iter().any(|usual| usual.name == scheme.name);
    let schemes = operation.every_scheme().into_iter();
    schemes.flat_map(move |scheme| {
        let variants = subject.api.variants.iter();
        variants
            .filter(move |variant| Wanted::of(variant) == wanted && variant.suits(scheme))
            .filter(move |variant| variant.sends.is_empty() || is_usual(scheme))
            .map(move |variant| VariedCredential {
                scheme,
                variant,
                travel,
            })
    })
}

/// The whole matrix: every bad credential in every way in which the parameters have to be taken. In those in which
/// they may be taken the plainest ones, or all where somebody asks for it.
pub(super) fn matrix<'a>(
    subject: &'a Subject,
    operation: &'a Operation,
    thorough: bool,
) -> impl Iterator<Item = VariedCredential<'a>> {
    let bad = |travel| cases(subject, operation, Wanted::Refused, travel);
    let documented = Travel::every_documented(operation).into_iter().flat_map(bad);
    let others = Travel::every_other(operation).into_iter().flat_map(bad);
    documented.chain(others.filter(move |case| thorough || case.variant.suits_every_kind()))
}
