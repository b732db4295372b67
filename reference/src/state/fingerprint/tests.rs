//! The fingerprint changes with the state, and only with it.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::secrets::Secrets;
use crate::state::*;
use crate::world::World;

/// How many kinds of changes [`change`] makes.
const KINDS: usize = 28;

/// One step of a history: which kind of change, two numbers that say to what, and how long after the one before.
type Step = (usize, u8, u8, i64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few things to change, so that much comes back to what it was.
    vec(
        (0..KINDS, 0..3_u8, 0..3_u8, prop_oneof![Just(0), 0..400_i64]),
        1..60,
    )
}

fn start() -> State {
    let world = World::documented().unwrap();
    world.state(
        Timestamp::UNIX_EPOCH,
        &Secrets::generate(crate::documents::spec()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn it_is_equal_exactly_when_the_state_is(steps in steps()) {
        let mut state = start();
        let mut now = Timestamp::UNIX_EPOCH;
        let mut by_content = HashMap::from([(content(&state), state.fingerprint())]);
        let mut by_fingerprint: HashMap<_, _> = by_content.iter().map(swapped).collect();
        for step in steps {
            now += SignedDuration::from_secs(step.3);
            state.apply(change(&state, step), now);
            let (content, fingerprint) = (content(&state), state.fingerprint());
            prop_assert_eq!(by_content.entry(content.clone()).or_insert(fingerprint.clone()), &fingerprint);
            prop_assert_eq!(by_fingerprint.entry(fingerprint).or_insert(content.clone()), &content);
        }
    }
}

fn swapped(pair: (&String, &String)) -> (String, String) {
    (pair.1.clone(), pair.0.clone())
}

#[test]
fn what_comes_back_to_what_it_was_has_the_fingerprint_it_had() {
    let there_and_back = |there: StateChange, back: StateChange| {
        let mut state = start();
        let before = state.fingerprint();
        state.apply(there, Timestamp::UNIX_EPOCH);
        assert_ne!(state.fingerprint(), before);
        state.apply(back, Timestamp::UNIX_EPOCH);
        assert_eq!(state.fingerprint(), before);
    };
    let gl_repository = || "project-7".to_owned();
    let (group, username) = (|| "test_group".to_owned(), || "mira".to_owned());
    there_and_back(
        StateChange::CounterIncreased {
            gl_repository: gl_repository(),
        },
        StateChange::CounterDecreased {
            gl_repository: gl_repository(),
        },
    );
    there_and_back(
        StateChange::MembershipBegun {
            group: group(),
            username: username(),
            role: Role::Guest,
        },
        StateChange::MembershipEnded {
            group: group(),
            username: username(),
        },
    );
}

/// A change of some kind, as a handler may want it in this state.
fn change(state: &State, (kind, a, b, _): Step) -> StateChange {
    let gl_repository = format!("project-{a}");
    let user = [1, 40, 999_999][usize::from(a)];
    let username = ["root", "mira", "nobody"][usize::from(a)].to_owned();
    let group = ["test_group", "a-namespace", "nowhere"][usize::from(b)].to_owned();
    let (from, to) = (1234 + u64::from(a), 1234 + u64::from(b));
    let namespace = from;
    let text = format!("text {b}");
    match kind {
        0 => StateChange::KeyUsed {
            key: u64::from(a) * 7,
        },
        1 => {
            let mut project = Project::new(
                state.next_project_id(),
                format!("a-namespace/p{}", state.projects.len()),
            );
            project.members.insert(username, Role::Developer);
            StateChange::ProjectCreated(Box::new(project))
        }
        2 | 3 => StateChange::NoteLeft(Note {
            user,
            gl_repository,
            protocol: None,
            news: if kind == 2 {
                News::Created
            } else {
                News::Moved { from: text }
            },
        }),
        4 => StateChange::NotesRead { user, gl_repository },
        5 => StateChange::CounterIncreased { gl_repository },
        6 => StateChange::CounterDecreased { gl_repository },
        7 => StateChange::RecoveryCodesReplaced {
            user,
            codes: vec![Digest::of([b])],
        },
        8 => StateChange::TokenCreated(Token {
            user,
            name: text,
            scopes: Vec::new(),
            expires_at: None,
            revoked: false,
            digest: Digest::of([a]),
        }),
        9 => StateChange::GroupCreated(Box::new(
            state.new_group("g", &format!("g{}", state.groups.len())),
        )),
        10 => StateChange::UserCreated(Box::new(state.new_user(
            &format!("u{}", state.users.len()),
            "u",
            "u@e",
        ))),
        11 => StateChange::StandingChanged {
            user,
            standing: [Standing::Active, Standing::Blocked, Standing::Deactivated][usize::from(b)],
        },
        12 => StateChange::MembershipBegun {
            group,
            username,
            role: Role::Guest,
        },
        13 => StateChange::MembershipEnded { group, username },
        14 => StateChange::IdentitySaved {
            id: format!("id {a}"),
            identity: Identity {
                id: format!("id {a}"),
                user: username,
                group: (b > 0).then_some(group),
                active: b > 1,
            },
        },
        15 => StateChange::MergeRequestOpened {
            project: 6 + u64::from(a),
            branch: text,
        },
        16 => StateChange::Counted {
            counter: ["x", "y", "z"][usize::from(a)].to_owned(),
            more: b.into(),
        },
        17 => StateChange::Collected {
            set: ["x", "y", "z"][usize::from(a)].to_owned(),
            ids: (0..i64::from(b)).collect(),
        },
        18 => StateChange::AgentEventHappened(AgentEvent {
            name: "event".to_owned(),
            project: from,
            user: Some(to),
        }),
        19 => StateChange::AlertRaised(Alert {
            project: from,
            payload: text,
        }),
        20 => StateChange::FindingDetected {
            uuid: Uuid::from_u128(b.into()),
            agent: a.into(),
        },
        21 => StateChange::FindingsResolved {
            agent: a.into(),
            except: [Uuid::from_u128(b.into())].into(),
        },
        22 => StateChange::SubscriptionPut {
            namespace,
            subscription: Box::new(Subscription {
                seats: b.into(),
                ..Subscription::from(Date::ZERO)
            }),
        },
        23 => StateChange::PurchasePut {
            namespace,
            add_on: AddOn::DuoCore,
            purchase: Purchase {
                quantity: b.into(),
                started_on: None,
                expires_on: Date::ZERO,
                purchase_xid: text,
                trial: false,
            },
        },
        24 if b == 0 => StateChange::StorageExclusionRemoved { namespace },
        24 => StateChange::StorageExclusionAdded {
            namespace,
            exclusion: StorageExclusion {
                id: state.storage_exclusions.next_id(),
                reason: text,
            },
        },
        25 => StateChange::ComputePacksAdded {
            namespace,
            packs: vec![
                ComputePack {
                    expires_at: Some(Date::ZERO),
                    number_of_minutes: 1,
                    purchase_xid: Some(text),
                };
                b.into()
            ],
        },
        26 => StateChange::ComputePacksMoved { from, to },
        _ if b == 0 => StateChange::ReconciliationRemoved { namespace },
        _ => StateChange::ReconciliationPut {
            namespace,
            reconciliation: Reconciliation {
                next_reconciliation_date: Date::ZERO,
                display_alert_from: if b > 1 { Date::MAX } else { Date::MIN },
            },
        },
    }
}

/// All of the state as text, as programmers are shown it: nothing is left out.
fn content(state: &State) -> String {
    format!("{state:?}")
}
