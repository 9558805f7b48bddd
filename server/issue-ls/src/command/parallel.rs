//! Work on many things on all cores, whose results come in the order of the things.

use std::cell::Cell;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many batches wait for a free core, at most.
const WAITING: usize = 4;

/// How many things are handed over at once: enough that the handing over costs nothing beside the work.
const BATCH: usize = 32;

/// Things, or what came of them, with the place of the first among all batches.
type Batch<T> = (usize, Vec<T>);

/// Does `work` on each thing that `feed` hands over, while it goes on handing over. What waits for a free core is bounded,
/// so that only the results take memory. One thing alone is worked on where it is: a thread takes longer to start than
/// most things take.
pub fn map_in_order<Thing: Send, Done: Send>(
    feed: impl FnOnce(&mut dyn FnMut(Thing)),
    work: impl Fn(Thing) -> Done + Sync,
) -> Vec<Done> {
    let (sender, receiver) = sync_channel(WAITING);
    let receiver = Arc::new(Mutex::new(receiver));
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let (work, done) = (&work, &done);
        let start = |receiver: &Arc<_>| {
            let cores = thread::available_parallelism().map_or(1, NonZero::get);
            for _ in 0..cores {
                let receiver = Arc::clone(receiver);
                scope.spawn(move || {
                    while let Some(batch) = next(&receiver) {
                        work_off(batch, work, done);
                    }
                });
            }
        };
        // Only the workers keep it, so that sending ends when all of them have panicked; the scope passes that on.
        let mut receiver = Some(receiver);
        let place = Cell::new(0);
        let mut things = Vec::new();
        let mut send = |things: &mut Vec<Thing>| {
            receiver.take().iter().for_each(start);
            let _ = sender.send((place.get(), std::mem::take(things)));
            place.set(place.get() + 1);
        };
        feed(&mut |thing| {
            things.push(thing);
            if things.len() == BATCH {
                send(&mut things);
            }
        });
        match (place.get(), things.len()) {
            (_, 0) => {}
            (0, 1) => work_off((0, things), work, done),
            _ => send(&mut things),
        }
        drop(sender);
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

fn work_off<Thing, Done>(
    (place, things): Batch<Thing>,
    work: impl Fn(Thing) -> Done,
    done: &Mutex<Vec<Batch<Done>>>,
) {
    let results = things.into_iter().map(work).collect();
    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
    done.push((place, results));
}

fn next<T>(receiver: &Mutex<Receiver<T>>) -> Option<T> {
    let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
    receiver.recv().ok()
}

#[cfg(test)]
mod tests {
    use super::map_in_order;

    #[test]
    fn the_results_come_in_the_order_of_the_things() {
        for count in [0_u64, 1, 2, 32, 33, 5_000] {
            let feed = |take: &mut dyn FnMut(u64)| (0..count).for_each(take);
            // The first of each batch takes longest, so that batches overtake each other.
            let work = |number: u64| {
                let steps = if number.is_multiple_of(64) {
                    100_000
                } else {
                    1
                };
                std::hint::black_box((0..steps).sum::<u64>());
                number * 2
            };
            let expected: Vec<u64> = (0..count).map(|number| number * 2).collect();
            assert_eq!(map_in_order(feed, work), expected);
        }
    }

    #[test]
    #[should_panic = "a scoped thread panicked"]
    fn panics_come_through_and_end_the_feeding() {
        map_in_order(
            |take| (0..100_000).for_each(take),
            |number: i32| assert!(number < 40, "no use"),
        );
    }
}
