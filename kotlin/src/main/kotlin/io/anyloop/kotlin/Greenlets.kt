/*
 * What makes greenlets read well in Kotlin. Java's methods take code of two kinds, with a result and without, and name what the code
 * throws; Kotlin takes the kind without, and wants to be told that name. So each of them has a function here.
 */
package io.anyloop.kotlin

import io.anyloop.sync.AsyncResult
import io.anyloop.function.Body
import io.anyloop.Greenlet
import io.anyloop.group.Group
import io.anyloop.Hub
import io.anyloop.function.Mapper
import io.anyloop.group.Pool
import io.anyloop.sync.Semaphore
import io.anyloop.Timeout
import kotlin.time.Duration
import kotlin.time.toJavaDuration

/** Opens a hub, runs [body] in its first greenlet, and closes it: [Hub.run], on the [loop] of that name if one is given. */
public fun <T> runHub(loop: String? = null, body: () -> T): T =
    (if (loop == null) Hub.open() else Hub.open(loop)).use { it(body) }

/** Runs [body] in a greenlet of this hub, and waits for its result: [Hub.call]. Any thread. */
public operator fun <T> Hub.invoke(body: () -> T): T = call(Body<T, RuntimeException> { body() })

/** Spawns a greenlet on the hub of the caller: [Greenlet.spawn]. */
public fun <T> greenlet(body: () -> T): Greenlet<T> = Greenlet.spawn(Body<T, Throwable> { body() })

/** Spawns a greenlet on this hub: [Hub.spawn]. Any thread. */
public fun <T> Hub.greenlet(body: () -> T): Greenlet<T> = spawn(Body<T, Throwable> { body() })

/** Spawns a member of this group: [Group.spawn]. */
public fun <T> Group.greenlet(body: () -> T): Greenlet<T> = spawn(Body<T, Throwable> { body() })

/** Spawns a member of this pool, and waits for a slot first: [Pool.spawn]. */
public fun <T> Pool.greenlet(body: () -> T): Greenlet<T> = spawn(Body<T, Throwable> { body() })

/** Waits for the result: [Greenlet.get]. What the body threw is thrown. */
public fun <T> Greenlet<T>.result(): T = get<RuntimeException>()

/** Waits for the result, at most for [limit]. */
public fun <T> Greenlet<T>.result(limit: Duration): T = get<RuntimeException>(limit.toJavaDuration())

/** Waits for the value: [AsyncResult.get]. */
public fun <T> AsyncResult<T>.result(): T = get<RuntimeException>()

/** Waits for the value, at most for [limit]. */
public fun <T> AsyncResult<T>.result(limit: Duration): T = get<RuntimeException>(limit.toJavaDuration())

/** Runs [body], whose greenlets all have ended when this returns; if one fails the others are killed: [Group.call]. */
public fun <T> group(body: Group.() -> T): T {
    val group = Group()
    return group.call(Body<T, RuntimeException> { group.body() })
}

/** Cuts [body] off after [limit], and throws the [Timeout]: [Timeout.call]. */
public fun <T> timeout(limit: Duration, body: () -> T): T =
    Timeout.call(limit.toJavaDuration(), Body<T, RuntimeException> { body() })

/** Cuts [body] off after [limit], and returns null then: [Timeout.callOr]. */
public fun <T : Any> timeoutOrNull(limit: Duration, body: () -> T?): T? =
    Timeout.callOr(limit.toJavaDuration(), Body<T?, RuntimeException> { body() }, null)

/** Runs clean-up code that has to wait, though its greenlet is being cut off: [Greenlet.shielded]. */
public fun <T> shielded(limit: Duration, body: () -> T): T =
    Greenlet.shielded(limit.toJavaDuration(), Body<T, RuntimeException> { body() })

/** Lets others run for a time: [Greenlet.sleep]. */
public fun sleep(time: Duration): Unit = Greenlet.sleep(time.toJavaDuration())

/** Runs [body] on a thread of the hub's pool, while other greenlets run: [Hub.offload]. For what would block the hub's own. */
public fun <T> offload(body: () -> T): T = Hub.offload(Body<T, RuntimeException> { body() })

/** Runs [body] with a permit of this semaphore: [Semaphore.call]. */
public fun <T> Semaphore.withPermit(body: () -> T): T = call(Body<T, RuntimeException> { body() })

/** Maps all items in greenlets of [pool], in their order: [Pool.map]. */
public fun <A, R> Iterable<A>.mapIn(pool: Pool, transform: (A) -> R): List<R> =
    pool.map(this, Mapper<A, R, RuntimeException> { transform(it) })
