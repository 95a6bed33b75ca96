/*
 * Coroutines and greenlets in one program. For those who have kotlinx-coroutines-core beside this.
 */
package io.anyloop.kotlin

import io.anyloop.Greenlet
import io.anyloop.Hub
import io.anyloop.function.Outcome
import io.anyloop.sync.AsyncResult
import io.anyloop.waiting.Waitable
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExecutorCoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.future.asCompletableFuture
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * A dispatcher of this hub, by [Hub.executor]: what a coroutine does from one suspension to the next is a greenlet, so it may wait by
 * blocking calls as well, and `delay` is counted by the hub's clock. Each call makes one of its own; closing it ends nothing but the
 * coroutines that it runs, and a hub that closes cancels them.
 */
public fun Hub.asCoroutineDispatcher(): ExecutorCoroutineDispatcher = executor().asCoroutineDispatcher()

/** Suspends until the value is there: [AsyncResult.get] for coroutines. Cancelling the coroutine does nothing to the result. */
public suspend fun <T> AsyncResult<T>.awaitResult(): T = awaitOutcome(this, this::outcome)

/**
 * Suspends until the greenlet has ended: [Greenlet.get] for coroutines. That of one that was killed throws a CancellationException.
 * Cancelling the coroutine does nothing to the greenlet.
 */
public suspend fun <T> Greenlet<T>.awaitResult(): T = awaitOutcome(this, this::outcome)

private suspend fun <T> awaitOutcome(end: Waitable, outcome: () -> Outcome<T>): T = suspendCancellableCoroutine { coroutine ->
    val registration = end.whenReady { coroutine.resumeWith(resultOf(outcome())) }
    coroutine.invokeOnCancellation { registration.close() }
}

private fun <T> resultOf(outcome: Outcome<T>): Result<T> = when (outcome) {
    is Outcome.Returned<T> -> Result.success(outcome.value)
    is Outcome.Failed<T> -> Result.failure(outcome.cause)
    is Outcome.Killed<T> -> Result.failure(CancellationException("The greenlet was killed: ${outcome.exit.message}"))
}

/** Waits in a greenlet for what a coroutine makes. A limit or a kill of the greenlet does nothing to the coroutine. */
public fun <T> Deferred<T>.result(): T = AsyncResult.from(asCompletableFuture()).result()
