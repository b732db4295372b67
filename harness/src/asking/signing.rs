//! Which credentials a request goes with: one for each scheme of its operation.

use labproof_spec::{Operation, Scheme};

use crate::asking::credentials::{Credential, MintError, Minting};
use crate::asking::encoding::encoded_pair;
use crate::asking::exchange::{SentCredential, Signature};
use crate::target::secret::Secret;

/// What is special about the credentials of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Signing {
    /// Nothing.
    #[default]
    Ordinary,
    /// It has none at all.
    Nothing,
    /// One scheme's credential varies in a way that auth.yaml names.
    Varied { scheme: String, variant: String },
    /// The last token is another secret of auth.yaml.
    With(String),
    /// The last token is one that an earlier answer gave.
    Given(Secret),
}

/// Credentials, ready to be sent, and what may be told of them.
#[derive(Default)]
pub(crate) struct Signed {
    /// Names and values of headers.
    pub(crate) headers: Vec<(String, String)>,
    /// A query pair, encoded.
    pub(crate) parameter: Option<String>,
    pub(crate) told: Vec<SentCredential>,
    /// What nobody may be told: every value, with the scheme that it is for.
    pub(crate) values: Vec<(String, String)>,
}

/// The way in which a request authenticates: the first that has the scheme which varies, else the usual one.
pub(crate) fn way<'o>(operation: &'o Operation, signing: &Signing) -> &'o [Scheme] {
    match signing {
        Signing::Varied { scheme, .. } => operation.way_with(scheme),
        _ => &operation.schemes,
    }
}

/// Mints the credentials of a request to an operation with these schemes.
pub(crate) fn sign(
    minting: &Minting<'_>,
    schemes: &[Scheme],
    signing: &Signing,
) -> Result<Signed, MintError> {
    let mut signed = Signed::default();
    if *signing == Signing::Nothing {
        return Ok(signed);
    }
    let last = schemes.len().saturating_sub(1);
    for (at, scheme) in schemes.iter().enumerate() {
        let (signature, credential) = match signing {
            Signing::Varied {
                scheme: varied,
                variant,
            } if *varied == scheme.name => (
                Signature::Variant(variant.clone()),
                minting.variant(scheme, variant)?,
            ),
            Signing::With(secret) if at == last => {
                (Signature::Secret(secret.clone()), minting.with(scheme, secret)?)
            }
            Signing::Given(token) if at == last => {
                let value = format!("{}{}", scheme.prefix, token.reveal());
                (Signature::Given, Credential::Header(scheme.header.clone(), value))
            }
            _ => (Signature::Ordinary, minting.ordinary(scheme)?),
        };
        let mut header = scheme.header.clone();
        match credential {
            Credential::None => {}
            Credential::Header(name, value) => {
                header.clone_from(&name);
                signed.values.push((value.clone(), scheme.name.clone()));
                signed.headers.push((name, value));
            }
            Credential::Parameter(name, value) => {
                signed.parameter = Some(encoded_pair(&name, &value));
                signed.values.push((value, scheme.name.clone()));
            }
        }
        signed.told.push(SentCredential {
            scheme: scheme.name.clone(),
            header,
            signature,
        });
    }
    Ok(signed)
}
