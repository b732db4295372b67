//! Which credentials a request goes with: one for each scheme of its operation.

use labproof_spec::{ORDINARY, Operation, Scheme};

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

impl Signed {
    fn add(&mut self, scheme: &Scheme, signature: Signature, credential: Credential) {
        let mut header = scheme.header.clone();
        match credential {
            Credential::None => {}
            Credential::Header(name, value) => {
                header.clone_from(&name);
                self.values.push((value.clone(), scheme.name.clone()));
                self.headers.push((name, value));
            }
            Credential::Parameter(name, value) => {
                self.parameter = Some(encoded_pair(&name, &value));
                self.values.push((value, scheme.name.clone()));
            }
        }
        self.told.push(SentCredential {
            scheme: scheme.name.clone(),
            header,
            signature,
        });
    }
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
        match signing {
            Signing::Varied {
                scheme: varied,
                variant,
            } if *varied == scheme.name => {
                for (scheme, variant) in minting.sent(scheme, variant) {
                    let signature = match variant {
                        ORDINARY => Signature::Ordinary,
                        _ => Signature::Variant(variant.to_owned()),
                    };
                    signed.add(scheme, signature, minting.variant(scheme, variant)?);
                }
            }
            Signing::With(secret) if at == last => {
                let credential = minting.with(scheme, secret)?;
                signed.add(scheme, Signature::Secret(secret.clone()), credential);
            }
            Signing::Given(token) if at == last => {
                let value = format!("{}{}", scheme.prefix, token.reveal());
                let credential = Credential::Header(scheme.header.clone(), value);
                signed.add(scheme, Signature::Given, credential);
            }
            _ => signed.add(scheme, Signature::Ordinary, minting.ordinary(scheme)?),
        }
    }
    Ok(signed)
}
