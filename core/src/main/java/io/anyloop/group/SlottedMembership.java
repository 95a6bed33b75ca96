package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.base.Times;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.kernel.Strands;
import java.time.Duration;

/// What of a [Pool] is a group: its slots, and how members get one.
abstract sealed class SlottedMembership extends Membership permits Pool {
    final Slots slots;

    SlottedMembership(Slots slots, Hub hub) {
        super(hub);
        this.slots = slots;
    }

    @Override
    final void left() {
        slots.give();
    }

    // ---------------------------------------------------------------- slots

    /// How many members there may be.
    ///
    /// @return the number; [Integer#MAX_VALUE] if there is no limit
    public int capacity() {
        return slots.size();
    }

    /// How many slots are free.
    ///
    /// @return the number; [Integer#MAX_VALUE] if there is no limit
    public int freeCount() {
        return slots.free();
    }

    /// Whether no slot is free.
    ///
    /// @return true if adding would wait
    public boolean isFull() {
        return slots.free() == 0;
    }

    /// Waits until a slot is free, without taking it.
    ///
    /// @return how many are free; 0 if others were faster
    public int awaitAvailable() {
        return slots.awaitFree("awaitAvailable", this, Times.FOREVER);
    }

    /// As [#awaitAvailable()], at most for a time.
    ///
    /// @param limit how long; zero still gives the others a turn
    /// @return how many are free; 0 if the time was up, or others were faster
    public int awaitAvailable(Duration limit) {
        return slots.awaitFree("awaitAvailable", this, Times.limit(limit));
    }

    /// Waits for a slot and takes it.
    final void take(String call) {
        slots.take(call, this, Times.FOREVER);
    }

    private void take(String call, Duration limit) {
        if (!slots.take(call, this, Times.limit(limit))) {
            throw new PoolFullException(
                    "%s is full, and no slot became free within %s.".formatted(this, limit));
        }
    }

    private void takeNow() {
        if (!slots.tryTake()) {
            throw new PoolFullException(
                    "%s is full. Wait for a slot with another form of this call.".formatted(this));
        }
    }

    // ---------------------------------------------------------------- spawning

    /// Spawns a member, after waiting for a slot.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the pool has no hub of its own and the caller is on none
    /// @throws HubClosedException if the hub is closing
    public <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        Greenlet<T> greenlet = newMember("Pool.spawn", body);
        take("spawn");
        return enlistAndStart(greenlet, false);
    }

    /// Spawns a member without a result, after waiting for a slot.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the pool has no hub of its own and the caller is on none
    /// @throws HubClosedException if the hub is closing
    public Greenlet<Void> spawn(Action<?> action) {
        return spawn(Strands.bodyOf(action));
    }

    /// As [#spawn(Body)], waiting at most for a time.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @param limit how long to wait for a slot; zero still gives the others a turn
    /// @return the greenlet, started
    /// @throws PoolFullException if there was no slot in time
    public <T> Greenlet<T> spawn(Body<? extends T, ?> body, Duration limit) {
        Greenlet<T> greenlet = newMember("Pool.spawn", body);
        take("spawn", limit);
        return enlistAndStart(greenlet, false);
    }

    /// As [#spawn(Action)], waiting at most for a time.
    ///
    /// @param action what it runs
    /// @param limit how long to wait for a slot; zero still gives the others a turn
    /// @return the greenlet, started
    /// @throws PoolFullException if there was no slot in time
    public Greenlet<Void> spawn(Action<?> action, Duration limit) {
        return spawn(Strands.bodyOf(action), limit);
    }

    /// Spawns a member, without waiting for a slot.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws PoolFullException if there is no slot
    public <T> Greenlet<T> spawnNow(Body<? extends T, ?> body) {
        Greenlet<T> greenlet = newMember("Pool.spawnNow", body);
        takeNow();
        return enlistAndStart(greenlet, false);
    }

    /// Spawns a member without a result, without waiting for a slot.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws PoolFullException if there is no slot
    public Greenlet<Void> spawnNow(Action<?> action) {
        return spawnNow(Strands.bodyOf(action));
    }

    /// Takes in a greenlet, of whatever hub, after waiting for a slot.
    ///
    /// @param greenlet the greenlet
    /// @return false if it is a member already, which needs no slot
    public boolean add(Greenlet<?> greenlet) {
        if (contains(greenlet)) {
            return false;
        }
        take("add");
        return enlist(greenlet);
    }

    /// As [#add(Greenlet)], waiting at most for a time.
    ///
    /// @param greenlet the greenlet
    /// @param limit how long to wait for a slot; zero still gives the others a turn
    /// @return false if it is a member already, which needs no slot
    /// @throws PoolFullException if there was no slot in time
    public boolean add(Greenlet<?> greenlet, Duration limit) {
        if (contains(greenlet)) {
            return false;
        }
        take("add", limit);
        return enlist(greenlet);
    }

    /// As [#add(Greenlet)], without waiting.
    ///
    /// @param greenlet the greenlet
    /// @return false if it is a member already, which needs no slot
    /// @throws PoolFullException if there is no slot
    public boolean addNow(Greenlet<?> greenlet) {
        if (contains(greenlet)) {
            return false;
        }
        takeNow();
        return enlist(greenlet);
    }

    private boolean enlist(Greenlet<?> greenlet) {
        boolean isNew = roll.enlist(greenlet, false);
        if (!isNew) {
            slots.give(); // Added by two at once.
        }
        return isNew;
    }

    /// Takes in a greenlet that is not started, after waiting for a slot, and starts it.
    ///
    /// @param <T> its result
    /// @param greenlet the greenlet
    /// @return the greenlet
    /// @throws HubClosedException if its hub is closing
    public <T> Greenlet<T> start(Greenlet<T> greenlet) {
        add(greenlet);
        return startMember(greenlet);
    }

    /// As [#start(Greenlet)], waiting at most for a time.
    ///
    /// @param <T> its result
    /// @param greenlet the greenlet
    /// @param limit how long to wait for a slot; zero still gives the others a turn
    /// @return the greenlet
    /// @throws PoolFullException if there was no slot in time; it is not started then
    public <T> Greenlet<T> start(Greenlet<T> greenlet, Duration limit) {
        add(greenlet, limit);
        return startMember(greenlet);
    }

    /// As [#start(Greenlet)], without waiting.
    ///
    /// @param <T> its result
    /// @param greenlet the greenlet
    /// @return the greenlet
    /// @throws PoolFullException if there is no slot; it is not started then
    public <T> Greenlet<T> startNow(Greenlet<T> greenlet) {
        addNow(greenlet);
        return startMember(greenlet);
    }

    @Override
    public String toString() {
        return capacity() == Slots.UNLIMITED
                ? "Pool[%d greenlets]".formatted(size())
                : "Pool[%d of %d slots taken]".formatted(capacity() - freeCount(), capacity());
    }
}
