//! How people are asked for, and what an answer has to say of one.

use labproof_harness::Answer;
use serde_json::{Value, json};

use super::{People, Person, Standing};
use crate::models::stage::{Difference, Stage, check, member, status};

impl<const GROUP: bool> People<GROUP> {
    pub(super) fn id(&self, who: usize, renamed: u32) -> String {
        format!("{}-{who}-{renamed}", self.unique)
    }

    pub(super) fn user_name(&self, who: usize) -> String {
        format!("{}p{who}", self.unique)
    }

    fn email(&self, who: usize) -> String {
        format!("{}@example.com", self.user_name(who))
    }

    pub(super) async fn call(
        &self,
        stage: &Stage,
        verb: &str,
        mut parameters: Value,
    ) -> Result<Answer, Difference> {
        let scope = if GROUP { "group" } else { "instance" };
        if let Some(path) = &self.group_path {
            parameters["group_path"] = json!(path);
        }
        stage.call(&format!("scim.{scope}.{verb}"), parameters).await
    }

    pub(super) async fn provision(&self, stage: &Stage, who: usize, id: &str) -> Result<Answer, Difference> {
        let parameters = json!({
            "externalId": id,
            "userName": self.user_name(who),
            "emails": [{ "primary": true, "type": "work", "value": self.email(who) }],
            "name": { "formatted": "Test User", "familyName": "User", "givenName": "Test" },
        });
        self.call(stage, "create", parameters).await
    }

    pub(super) async fn update(
        &self,
        stage: &Stage,
        id: &str,
        operations: Value,
    ) -> Result<Answer, Difference> {
        self.call(stage, "update", json!({ "id": id, "Operations": operations }))
            .await
    }

    /// The person at this place of the answer.
    pub(super) fn shows(
        &self,
        answer: &Answer,
        place: &str,
        who: usize,
        person: Person,
    ) -> Result<(), Difference> {
        let active = person.standing == Standing::Active;
        member(
            answer,
            &format!("{place}/id"),
            &json!(self.id(who, person.renamed)),
        )?;
        member(answer, &format!("{place}/active"), &json!(active))?;
        member(answer, &format!("{place}/userName"), &json!(self.user_name(who)))?;
        member(
            answer,
            &format!("{place}/emails/0/value"),
            &json!(self.email(who)),
        )?;
        let body = answer.json.as_ref().and_then(|body| body.pointer(place));
        let name = body.and_then(|body| {
            body.get("name.formatted")
                .or_else(|| body.pointer("/name/formatted"))
        });
        check(name == Some(&json!("Test User")), || {
            format!("another name than Test User: {}", answer.text)
        })
    }

    /// Who is inactive may be unknown, where access to a group was taken away or a person removed altogether.
    fn may_be_unknown(person: Person) -> bool {
        match person.standing {
            Standing::Unknown | Standing::Removed => true,
            Standing::Inactive => GROUP,
            Standing::Active => false,
        }
    }

    /// The person by their id.
    pub(super) async fn look(&self, stage: &Stage, who: usize, person: Person) -> Result<(), Difference> {
        let id = self.id(who, person.renamed);
        let answer = self.call(stage, "get", json!({ "id": id })).await?;
        if answer.status == 404 && Self::may_be_unknown(person) {
            return Ok(());
        }
        let wanted = if person.standing == Standing::Unknown {
            404
        } else {
            200
        };
        status(&answer, &[wanted])?;
        self.shows(&answer, "", who, person)
    }

    pub(super) fn is_found(&self, answer: &Answer, who: usize, person: Person) -> Result<(), Difference> {
        status(answer, &[200])?;
        let total = answer
            .json
            .as_ref()
            .map(|body| body["totalResults"].clone())
            .unwrap_or_default();
        if total == json!(0) && Self::may_be_unknown(person) {
            return member(answer, "/Resources", &json!([]));
        }
        let wanted = u32::from(person.standing != Standing::Unknown);
        member(answer, "/totalResults", &json!(wanted))?;
        self.shows(answer, "/Resources/0", who, person)
    }
}
