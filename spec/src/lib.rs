#![doc = include_str!("../README.md")]
//! ## The code
//!
//! In reading order: [`Edition`] names a state of the API, and `editions.yaml` says which there are; the private modules
//! `document` and `load` turn the YAML files of this crate into types and report every fault at once ([`Faults`]);
//! [`Spec`] holds all of it; [`Spec::api`] resolves it for one edition into [`Operation`]s; and
//! [`openapi::assemble`] writes one edition as a standard OpenAPI 3.1 document.
//!
//! This crate knows no server, no client and no test: both halves of labproof read it, it reads neither.

mod api;
mod auth;
mod check;
mod choice;
mod condition;
mod decision;
mod decision_masks;
mod document;
mod edition;
mod fault;
mod files;
#[cfg_attr(not(feature = "check"), path = "unchecked.rs")]
mod format;
mod instance_kind;
mod late;
mod load;
pub mod openapi;
mod operation;
mod parting;
mod resolve;
pub mod secret_file;
mod select;
mod shorthand;

pub use api::{Api, FOLDER, Spec};
pub use auth::{
    Algorithm, Holder, ORDINARY, Refusal, Scheme, SchemeKind, SecretForm, SecretKind, SentInstead, Variant,
};
pub use condition::{Condition, ConditionKind, Otherwise, Stage};
pub use decision::{Choice, Decision, DecisionRule, Decisions, PARTS, Question, Refused, Values};
pub use decision_masks::DecisionMasks;
pub use document::{
    DerivedCheck, EditionEntry, EditionKind, Erratum, Level, Profile, Role, Served, Source, SourceFile,
    Versions, Weight,
};
pub use edition::{Edition, Editions, EditionsFault, NoEdition, UnknownEdition};
pub use fault::{Fault, Faults};
pub use instance_kind::{Distribution, InstanceKind};
pub use late::Late;
pub use load::Checks;
pub use operation::{
    Attribute, Body, Call, Example, ExampleRequest, ExampleResponse, Header, Operation, Parameter, Place,
    Requirement, Response,
};
pub use parting::Parting;
