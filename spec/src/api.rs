//! All documents, and what they say for one edition.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::load::{Checks, Documents};
use crate::{
    Condition, Decisions, DerivedCheck, Edition, EditionEntry, EditionKind, Editions, EditionsFault, Erratum,
    Faults, InstanceKind, Late, Operation, Profile, Role, Scheme, SecretKind, SourceFile, UnknownEdition,
    Variant, check, files, load, resolve, select,
};

/// The folder of the documents that this crate comes with, as it lay when the crate was built.
pub const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// Every document, loaded and found sound.
pub struct Spec {
    documents: Documents,
    newest: Edition,
    /// What they say for each edition, once somebody asked.
    editions: BTreeMap<Edition, OnceLock<Arc<Api>>>,
}

/// The Internal API as one edition documents it.
#[derive(Clone, Debug)]
pub struct Api {
    /// The edition.
    pub edition: Edition,
    /// Where it was read.
    pub kind: EditionKind,
    /// Its operations, by name.
    pub operations: Vec<Arc<Operation>>,
    /// The consumers that need any of them, by name.
    pub profiles: Vec<Profile>,
    /// The schemas they share, by name.
    pub schemas: Map<String, Value>,
    /// The roles its examples and features may ask a target for.
    pub roles: BTreeMap<String, Role>,
    /// Every scheme of every edition, by name: an operation's own is with the operation.
    pub schemes: BTreeMap<String, Scheme>,
    /// The secrets that callers prove to know, by name.
    pub secrets: BTreeMap<String, SecretKind>,
    /// The credentials that differ from the ordinary one in one way.
    pub variants: Vec<Variant>,
    /// What may or may not be true of an instance, by name.
    pub conditions: BTreeMap<String, Condition>,
    /// Who may do what, in every edition.
    pub decisions: Arc<Late<Decisions>>,
}

impl Api {
    /// The secrets that a client has to have to be asked as the edition says: all but optional ones of operations that
    /// can be asked without them.
    pub fn needed_secrets(&self) -> impl Iterator<Item = (&String, &SecretKind)> {
        let has = |way: &[Scheme], name: &String| way.iter().any(|scheme| scheme.secret == *name);
        let needs = move |name: &String| {
            let mut operations = self.operations.iter();
            operations.any(|operation| operation.ways().all(|way| has(way, name)))
        };
        let secrets = self.secrets.iter();
        secrets.filter(move |(name, kind)| !kind.optional || needs(name))
    }
}

impl Spec {
    /// The documents that this crate comes with, read from its own folder.
    ///
    /// For tests and debug builds: the folder is where the crate was built. They are not held to their formats again.
    ///
    /// # Errors
    ///
    /// All faults of all documents.
    pub fn shipped() -> Result<&'static Self, &'static Faults> {
        static SHIPPED: OnceLock<Result<Spec, Faults>> = OnceLock::new();
        let read = || files::from_folder(Path::new(FOLDER));
        SHIPPED
            .get_or_init(|| Self::from_files(&read()?, Checks::Names))
            .as_ref()
    }

    /// The documents of a folder that is laid out like `spec`.
    ///
    /// # Errors
    ///
    /// All faults of all documents, each with its file and JSON pointer.
    pub fn load(folder: &Path) -> Result<Self, Faults> {
        Self::from_files(&files::from_folder(folder)?, Checks::All)
    }

    /// Documents that a program carries: each path below the `spec` folder with what stands there, as JSON.
    ///
    /// # Errors
    ///
    /// All faults of all documents.
    pub fn carried(documents: &[(&str, &'static str)], checks: Checks) -> Result<Self, Faults> {
        let documents = documents.iter().map(|(path, text)| files::File {
            path: (*path).to_owned(),
            text: files::Text::Json(text),
        });
        Self::from_files(&documents.collect::<Vec<_>>(), checks)
    }

    fn from_files(files: &[files::File], checks: Checks) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut documents = load::documents(files, checks, &mut faults);
        // A document that did not load would make every name in it look unknown to the others.
        if checks != Checks::None && faults.count() == 0 {
            check::all(&documents, checks, &mut faults);
        }
        let mut documented = documents.editions.iter().rev();
        let Some(newest) = documented.find(|entry| entry.kind == EditionKind::Documented) else {
            faults.add(
                load::EDITIONS,
                "",
                "has no documented edition; the newest one is the default",
            );
            return Err(faults.sorted());
        };
        let newest = newest.edition;
        faults.none_or_all()?;
        for (name, scheme) in &mut documents.auth.schemes {
            scheme.name.clone_from(name);
        }
        for (name, profile) in &mut documents.profiles {
            profile.name.clone_from(name);
        }
        documents.errata.sort_by_key(Erratum::number);
        documents
            .operations
            .sort_by(|a, b| a.1.operation.cmp(&b.1.operation));
        let editions = documents.editions.iter();
        let editions = editions.map(|entry| (entry.edition, OnceLock::new())).collect();
        Ok(Self {
            documents,
            newest,
            editions,
        })
    }

    /// The editions, oldest first.
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + Clone {
        self.documents.editions.iter().map(|entry| entry.edition)
    }

    /// What `editions.yaml` says of each of them, oldest first.
    #[must_use]
    pub fn edition_entries(&self) -> &[EditionEntry] {
        &self.documents.editions
    }

    /// The kind of instance that a server of the edition is, where only this is said of it: otherwise as the edition was
    /// seen, else of a kind that has everything. How an instance of one's own was set says nothing of GitLab.com, nor the
    /// other way round.
    #[must_use]
    pub fn instance(&self, edition: Edition, said: InstanceKind) -> InstanceKind {
        let everything = InstanceKind::with_everything(self.conditions());
        let mut entries = self.documents.editions.iter();
        let seen = entries.find(|entry| entry.edition == edition);
        let seen = seen.map(|entry| &entry.instance);
        match seen.filter(|seen| said.saas.is_none() || said.saas == seen.saas) {
            Some(seen) => said.or(seen.clone()).or(everything),
            None => said.or(everything),
        }
    }

    /// The newest documented edition, the default wherever one is needed.
    #[must_use]
    pub fn newest(&self) -> Edition {
        self.newest
    }

    /// The edition that people mean by a label.
    ///
    /// # Errors
    ///
    /// Where no edition is called so, with those that there are.
    pub fn edition(&self, label: &str) -> Result<Edition, UnknownEdition> {
        let known: Vec<Edition> = self.editions().collect();
        let mut found = known.iter().filter(|edition| edition.to_string() == label);
        found.next().copied().ok_or_else(|| UnknownEdition {
            label: label.to_owned(),
            known: known.clone(),
        })
    }

    /// A set of editions as documents write it, such as `16.3..`, with its open ends closed.
    ///
    /// # Errors
    ///
    /// Where it is none, or names an edition that no document has.
    pub fn read_editions(&self, text: &str) -> Result<Editions, EditionsFault> {
        Editions::read(text, &self.editions().collect::<Vec<_>>())
    }

    /// Everything the documents say for one edition.
    #[must_use]
    pub fn api(&self, edition: Edition) -> Arc<Api> {
        let assembled = || Arc::new(self.assemble(edition));
        match self.editions.get(&edition) {
            Some(api) => Arc::clone(api.get_or_init(assembled)),
            None => assembled(),
        }
    }

    fn assemble(&self, edition: Edition) -> Api {
        let documents = &self.documents;
        let operations: Vec<Arc<Operation>> = documents
            .operations
            .iter()
            .filter(|(_, operation)| operation.editions.contains(edition))
            .filter_map(|(_, operation)| resolve::operation(documents, operation, edition))
            .map(Arc::new)
            .collect();
        let needed = |name: &String| {
            operations
                .iter()
                .any(|operation| operation.profiles.contains(name))
        };
        let profiles = documents.profiles.iter().filter(|(name, _)| needed(name));
        let profiles = profiles.map(|(_, profile)| profile.clone()).collect();
        let roles = documents.fixtures.roles.iter();
        let secrets = documents.auth.secrets.iter();
        let variants = documents.auth.variants.iter();
        let conditions = documents.conditions.iter();
        let mut entries = documents.editions.iter();
        let entry = entries.find(|entry| entry.edition == edition);
        Api {
            edition,
            kind: entry.map_or(EditionKind::Documented, |entry| entry.kind),
            operations,
            profiles,
            schemas: documents
                .schemas
                .iter()
                .filter_map(|(name, schema)| Some((name.clone(), select::schema(schema, edition)?)))
                .collect(),
            roles: roles
                .filter(|(_, role)| role.editions.contains(edition))
                .map(|(name, role)| (name.clone(), role.clone()))
                .collect(),
            schemes: documents.auth.schemes.clone(),
            secrets: secrets
                .filter(|(_, secret)| secret.editions.contains(edition))
                .map(|(name, secret)| (name.clone(), secret.clone()))
                .collect(),
            variants: variants
                .filter(|variant| variant.editions.contains(edition))
                .cloned()
                .collect(),
            conditions: conditions
                .filter(|(_, condition)| condition.editions.contains(edition))
                .map(|(name, condition)| (name.clone(), condition.clone()))
                .collect(),
            decisions: Arc::clone(&documents.decisions),
        }
    }

    /// Every operation's name with the editions that document it, by name.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &Editions)> {
        self.documents
            .operations
            .iter()
            .map(|(_, operation)| (operation.operation.as_str(), &operation.editions))
    }

    /// What may or may not be true of an instance, by name.
    #[must_use]
    pub fn conditions(&self) -> &BTreeMap<String, Condition> {
        &self.documents.conditions
    }

    /// The errata, in the order of their ids.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.documents.errata
    }

    /// Who may do what.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.documents.decisions
    }

    /// The files of GitLab's source that requirements were read in, by path.
    #[must_use]
    pub fn source_files(&self) -> &BTreeMap<String, SourceFile> {
        &self.documents.sources
    }

    /// The checks that every operation gets without a word in its own document.
    #[must_use]
    pub fn derived(&self) -> &[DerivedCheck] {
        &self.documents.derived
    }

    /// The consumer profiles, by name.
    #[must_use]
    pub fn profiles(&self) -> BTreeSet<String> {
        let operations = self.documents.operations.iter();
        operations
            .flat_map(|(_, operation)| {
                operation
                    .consumers
                    .iter()
                    .map(|consumer| consumer.profile.clone())
            })
            .collect()
    }

    /// A consumer profile.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.documents.profiles.get(name)
    }

    /// The roles of all editions, by name.
    #[must_use]
    pub fn roles(&self) -> &BTreeMap<String, Role> {
        &self.documents.fixtures.roles
    }

    /// The secrets that callers prove to know, by name.
    #[must_use]
    pub fn secrets(&self) -> &BTreeMap<String, SecretKind> {
        &self.documents.auth.secrets
    }

    /// The credentials that differ from the ordinary one in one way, of every edition.
    #[must_use]
    pub fn variants(&self) -> &[Variant] {
        &self.documents.auth.variants
    }

    /// The schemes, by name.
    #[must_use]
    pub fn schemes(&self) -> &BTreeMap<String, Scheme> {
        &self.documents.auth.schemes
    }
}
