//! People whom an identity provider provisions, for a group or for the instance.

mod calls;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::machine::{Model, Step};
use super::stage::{Difference, Stage, status};

const PEOPLE: usize = 2;

/// The people of one sequence; of a group, or else of the instance.
pub(crate) struct People<const GROUP: bool> {
    group_path: Option<String>,
    unique: String,
    /// Whom the server forgot when they were set inactive, as the documentation allows for a group.
    forgotten: BTreeSet<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    #[default]
    Unknown,
    Active,
    Inactive,
    Removed,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Person {
    standing: Standing,
    /// How often they got another id.
    renamed: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The same for whom is there already.
    Provision(usize),
    /// Somebody who is there, by another id.
    ProvisionTwice(usize),
    Get(usize),
    /// By the id before the last.
    GetByOldId(usize),
    Find(usize, &'static str),
    Rename(usize, &'static str),
    TakeIdOf(usize, usize),
    SetActive(usize, Value),
    /// Operations that change nothing.
    Leave(usize, Value),
    Remove(usize),
}

impl Action {
    fn person(&self) -> usize {
        match self {
            Self::Provision(person)
            | Self::ProvisionTwice(person)
            | Self::Get(person)
            | Self::GetByOldId(person)
            | Self::Find(person, _)
            | Self::Rename(person, _)
            | Self::TakeIdOf(person, _)
            | Self::SetActive(person, _)
            | Self::Leave(person, _)
            | Self::Remove(person) => *person,
        }
    }
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| {
        value
            .as_str()
            .is_some_and(|text| text.eq_ignore_ascii_case("true"))
    })
}

fn operation(op: &str, path: &str, value: impl Into<Value>) -> Value {
    json!([{ "op": op, "path": path, "value": value.into() }])
}

impl<const GROUP: bool> Model for People<GROUP> {
    const OPERATIONS: &'static [&'static str] = if GROUP {
        &[
            "scim.group.list",
            "scim.group.get",
            "scim.group.create",
            "scim.group.update",
            "scim.group.delete",
        ]
    } else {
        &[
            "scim.instance.list",
            "scim.instance.get",
            "scim.instance.create",
            "scim.instance.update",
            "scim.instance.delete",
        ]
    };
    const ACTIONS_MAX: usize = 24;
    type State = [Person; PEOPLE];
    type Action = Action;

    fn actions(_: &Self::State) -> BoxedStrategy<Action> {
        let person = || 0..PEOPLE;
        let filter = select(vec![
            r#"id eq "{id}""#,
            "id eq {id}",
            r#"externalId eq "{id}""#,
            r#"userName eq "{user_name}""#,
        ]);
        let path = select(vec!["id", "externalId"]);
        let active = select(vec![
            json!(true),
            json!(false),
            json!("true"),
            json!("false"),
            json!("False"),
        ]);
        let nothing = select(vec![
            operation("Update", "active", "false"),
            operation("replace", "name.formatted", "New Name"),
            operation("Add", "name.formatted", "New Name"),
            json!([]),
        ]);
        prop_oneof![
            6 => person().prop_map(Action::Provision),
            1 => person().prop_map(Action::ProvisionTwice),
            4 => person().prop_map(Action::Get),
            1 => person().prop_map(Action::GetByOldId),
            3 => (person(), filter).prop_map(|(person, filter)| Action::Find(person, filter)),
            3 => (person(), path).prop_map(|(person, path)| Action::Rename(person, path)),
            1 => (person(), person()).prop_map(|(person, other)| Action::TakeIdOf(person, other)),
            5 => (person(), active).prop_map(|(person, value)| Action::SetActive(person, value)),
            1 => (person(), nothing).prop_map(|(person, operations)| Action::Leave(person, operations)),
            1 => person().prop_map(Action::Remove),
        ]
        .boxed()
    }

    /// Of whom is inactive or removed, the documents say little.
    fn is_known(state: &Self::State, action: &Action) -> bool {
        use Standing::{Active, Inactive, Removed, Unknown};
        let Person { standing, renamed } = state[action.person()];
        match action {
            Action::Get(_) | Action::Find(..) => true,
            Action::GetByOldId(_) => standing != Unknown && renamed > 0,
            Action::Provision(_) => matches!(standing, Unknown | Active),
            Action::ProvisionTwice(_) | Action::Rename(..) | Action::Leave(..) => standing == Active,
            Action::TakeIdOf(person, other) => {
                person != other && standing == Active && state[*other].standing == Active
            }
            Action::SetActive(..) => matches!(standing, Active | Inactive),
            Action::Remove(_) => matches!(standing, Active | Inactive | Removed),
        }
    }

    fn next(state: &mut Self::State, action: &Action) {
        let person = &mut state[action.person()];
        match action {
            Action::Provision(_) => person.standing = Standing::Active,
            Action::Rename(..) => person.renamed += 1,
            Action::SetActive(_, value) if is_true(value) => person.standing = Standing::Active,
            Action::SetActive(..) => person.standing = Standing::Inactive,
            Action::Remove(_) => person.standing = Standing::Removed,
            _ => {}
        }
    }

    async fn begin(stage: &Stage) -> Result<Self, Difference> {
        Ok(Self {
            group_path: if GROUP {
                Some(stage.fill("{scim_group.path}").await?)
            } else {
                None
            },
            unique: stage.fill("{unique}").await?,
            forgotten: BTreeSet::new(),
        })
    }

    async fn perform(&mut self, stage: &Stage, step: Step<'_, Self>) -> Result<(), Difference> {
        let who = step.action.person();
        if self.forgotten.contains(&who) {
            return Ok(());
        }
        let before = step.before[who];
        let id = self.id(who, before.renamed);
        match step.action {
            Action::Provision(_) => {
                let answer = self.provision(stage, who, &id).await?;
                status(&answer, &[201])?;
                self.shows(&answer, "", who, step.after[who])
            }
            Action::ProvisionTwice(_) => {
                let another = format!("{id}-another");
                status(&self.provision(stage, who, &another).await?, &[409])
            }
            Action::Get(_) => self.look(stage, who, step.after[who]).await,
            Action::GetByOldId(_) => {
                let id = self.id(who, before.renamed - 1);
                status(&self.call(stage, "get", json!({ "id": id })).await?, &[404])
            }
            Action::Find(_, filter) => {
                let filter = filter
                    .replace("{id}", &id)
                    .replace("{user_name}", &self.user_name(who));
                let answer = self.call(stage, "list", json!({ "filter": filter })).await?;
                self.is_found(&answer, who, step.after[who])
            }
            Action::Rename(_, path) => {
                let operations = operation("Replace", path, self.id(who, step.after[who].renamed));
                status(&self.update(stage, &id, operations).await?, &[204])
            }
            Action::TakeIdOf(_, other) => {
                if self.forgotten.contains(other) {
                    return Ok(());
                }
                let operations = operation("replace", "id", self.id(*other, step.before[*other].renamed));
                status(&self.update(stage, &id, operations).await?, &[409, 412])
            }
            Action::SetActive(_, value) => {
                let answer = self
                    .update(stage, &id, operation("replace", "active", value.clone()))
                    .await?;
                if GROUP && before.standing == Standing::Inactive && answer.status == 404 {
                    self.forgotten.insert(who);
                    return Ok(());
                }
                status(&answer, &[204])
            }
            Action::Leave(_, operations) => {
                status(&self.update(stage, &id, operations.clone()).await?, &[204])
            }
            Action::Remove(_) => {
                let is_there = before.standing == Standing::Active;
                let statuses: &[u16] = if is_there { &[204] } else { &[204, 404] };
                status(&self.call(stage, "delete", json!({ "id": id })).await?, statuses)
            }
        }
    }

    /// Everybody is as the model has them in the end.
    async fn end(self, stage: &Stage, state: &Self::State) -> Result<(), Difference> {
        for (who, person) in state.iter().enumerate() {
            if !self.forgotten.contains(&who) {
                self.look(stage, who, *person).await?;
            }
        }
        Ok(())
    }
}
