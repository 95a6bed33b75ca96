package io.anyloop.kotlin

import io.anyloop.Greenlet
import io.anyloop.Hub
import io.anyloop.sync.AsyncResult
import java.io.IOException
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** In virtual time: an hour takes no time. */
class CoroutinesTest {
    @Test
    fun `what a coroutine does is done by greenlets of the hub, and its delays are the hub's time`() {
        Hub.open("sim").use { hub ->
            runBlocking(hub.asCoroutineDispatcher()) {
                assertSame(hub, Hub.current())
                delay(1.hours)
                assertSame(hub, Hub.current())
                sleep(1.hours) // lets others run
                assertTrue(Thread.currentThread().isVirtual)
            }
        }
    }

    @Test
    fun `what is on the page`() {
        Hub.open("sim").use { assertEquals(listOf("page of a", "page of b"), bothWays(it)) }
    }

    @Test
    fun `many coroutines and greenlets wait for each other`() {
        Hub.open("sim").use { hub ->
            val sum = runBlocking(hub.asCoroutineDispatcher()) {
                (1..100).map { i -> async { hub.greenlet { async { delay(1.hours); i }.result() }.awaitResult() } }.awaitAll().sum()
            }
            assertEquals(5050, sum)
        }
    }

    @Test
    fun `failures come as themselves`() {
        val broken = IOException("broken")
        Hub.open("sim").use { hub ->
            runBlocking {
                assertSame(broken, thrown { hub.greenlet<String> { throw broken }.awaitResult() })
                assertSame(broken, thrown { AsyncResult<String>().also { it.fail(broken) }.awaitResult() })
            }
            hub {
                val failed = CoroutineScope(Dispatchers.Default).async { throw broken }
                assertEquals("broken", assertThrows(IOException::class.java) { failed.result() }.message)
            }
        }
    }

    /** While assertions are on, coroutines throw a copy that has their stack, caused by what was thrown. */
    private suspend fun thrown(body: suspend () -> Unit): Throwable? =
        try {
            body()
            null
        } catch (e: IOException) {
            e.cause ?: e
        }

    /** Not in virtual time, where the greenlet's hour could be over first. */
    @Test
    fun `a kill comes as a cancellation`() {
        Hub.open("select").use { hub ->
            val killed = hub.greenlet { sleep(1.hours) }
            killed.killNoWait()
            assertThrows(CancellationException::class.java) { runBlocking { killed.awaitResult() } }
        }
    }

    @Test
    fun `cancelling a coroutine leaves the greenlet that it waits for alone`() {
        Hub.open("select").use { hub ->
            val goOn = AsyncResult<String>()
            val greenlet = hub.greenlet { goOn.result() }
            runBlocking {
                val waits = launch(hub.asCoroutineDispatcher()) { greenlet.awaitResult() }
                delay(1)
                waits.cancel()
                waits.join()
                assertFalse(greenlet.hasEnded())
                goOn.set("done")
                assertEquals("done", withContext(hub.asCoroutineDispatcher()) { greenlet.awaitResult() })
            }
        }
    }

    @Test
    fun `coroutines of a hub that closes are cancelled`() {
        val ended = AtomicBoolean()
        val hub = Hub.open("select")
        val scope = CoroutineScope(hub.asCoroutineDispatcher())
        val job = scope.async { try { Greenlet.sleep(java.time.Duration.ofHours(1)) } finally { ended.set(true) } }
        hub.call<RuntimeException> { Greenlet.yield() }
        hub.close()
        runBlocking { job.join() }
        assertTrue(ended.get())
        assertTrue(job.isCancelled)
    }
}
