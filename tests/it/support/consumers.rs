//! The servers under test as their consumers see them, for tests that change state.

use labproof::under_test::UnderTest;
use labproof_harness::{Consumer, Limits};
use labproof_spec::Edition;

/// A consumer of every server under test whose edition documents what a test is about.
pub(crate) struct Consumers {
    under_test: UnderTest,
    /// Oldest edition first.
    pub(crate) all: Vec<(Edition, Consumer)>,
}

impl Consumers {
    /// Consumers of the servers that the environment names, else of our own.
    ///
    /// A target that does not consent to changes fails the test: what was not tried must not look tried.
    #[allow(
        clippy::print_stdout,
        reason = "whoever reads a passing test sees that it judged nothing"
    )]
    pub(crate) async fn of(operations: &[&str]) -> Self {
        let mut editions = super::editions();
        editions.retain(|edition| documents(*edition, operations));
        let mut under_test = UnderTest::from_environment_in(super::spec(), &editions)
            .await
            .unwrap_or_else(|failure| panic!("{:#}", failure.error));
        let mut all = Vec::new();
        for server in std::mem::take(&mut under_test.servers) {
            let edition = server.edition;
            if !editions.contains(&edition) {
                continue;
            }
            assert!(
                server.writes,
                "{} does not consent to requests that change its state, and this test is made of them: \
                 write `writes: allowed` into the target file, or set LABPROOF_ALLOW_WRITES",
                server.name
            );
            let consumer = Consumer::new(super::spec(), server, Limits::default());
            all.push((edition, consumer.unwrap_or_else(|error| panic!("{error}"))));
        }
        let operations = operations.join(", ");
        assert!(!editions.is_empty(), "no edition documents {operations}");
        if all.is_empty() {
            println!("nothing to judge here: the edition does not document {operations}");
        }
        Self { under_test, all }
    }

    /// Whether nobody else uses the servers, so that their whole state tells what the test did.
    pub(crate) fn are_alone(&self) -> bool {
        self.under_test.is_embedded
    }

    /// Stops what was started.
    pub(crate) async fn stop(self) {
        self.under_test.stop().await;
    }
}

fn documents(edition: Edition, operations: &[&str]) -> bool {
    let api = super::spec().api(edition);
    let known = &api.operations;
    operations
        .iter()
        .all(|operation| known.iter().any(|known| known.slug == *operation))
}
