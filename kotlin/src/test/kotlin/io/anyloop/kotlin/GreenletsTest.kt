package io.anyloop.kotlin

import io.anyloop.sync.AsyncResult
import io.anyloop.Greenlet
import io.anyloop.Hub
import io.anyloop.group.Pool
import io.anyloop.sync.Semaphore
import io.anyloop.Timeout
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.PrintStream
import java.util.concurrent.TimeoutException
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** In virtual time, where nothing outside the program takes part. */
class GreenletsTest {
    @Test
    fun `the first program on the page prints what the page says`() {
        val printed = ByteArrayOutputStream()
        val before = System.out
        System.setOut(PrintStream(printed))
        try {
            main()
        } finally {
            System.setOut(before)
        }
        assertEquals(listOf("tick 1", "tick 2", "tick 3", "no answer"), printed.toString().lines().filter { it.isNotEmpty() })
    }

    @Test
    fun `what else the page shows`() {
        runHub("sim") {
            assertEquals(19, both("a", "bb"))
            assertEquals(listOf("page of a", "page of bb"), pages(listOf("a", "bb")))
            assertEquals(listOf("page of a", "page of bb"), inTurn(listOf("a", "bb")))
        }
        Hub.open("sim").use { assertEquals("page of a", fromAnyThread(it, Semaphore(1))) }
    }

    @Test
    fun `a hub is named or the best one`() {
        assertEquals("sim", runHub("sim") { Hub.current().loopName() })
        assertEquals("select", runHub { Hub.current().loopName() })
    }

    @Test
    fun `what a body throws comes as itself`() {
        val broken = IOException("broken")
        runHub("sim") {
            assertSame(broken, assertThrows(IOException::class.java) { greenlet { throw broken }.result() })
            assertSame(broken, assertThrows(IOException::class.java) { group { greenlet<Unit> { throw broken }.result() } })
            assertThrows(IllegalArgumentException::class.java) { pages(listOf("a", "")) }
        }
        assertSame(broken, assertThrows(IOException::class.java) { runHub("sim") { throw broken } })
    }

    @Test
    fun `limits cut off`() {
        runHub("sim") {
            assertEquals(1, timeout(1.seconds) { 1 })
            assertThrows(Timeout::class.java) { timeout(1.seconds) { sleep(1.hours) } }
            assertNull(timeoutOrNull(1.seconds) { fetch("a") + fetch("b") })
            assertEquals("page of a", timeoutOrNull(2.seconds) { fetch("a") })
            val slow = greenlet { fetch("a") }
            assertThrows(TimeoutException::class.java) { slow.result(10.milliseconds) }
            assertEquals("page of a", slow.result(2.seconds))
        }
    }

    @Test
    fun `cleaning up has its time`() {
        val log = mutableListOf<String>()
        runHub("sim") {
            val cut = greenlet {
                try {
                    sleep(1.hours)
                } finally {
                    shielded(1.seconds) { sleep(10.milliseconds) }
                    log += "cleaned up"
                }
            }
            Greenlet.`yield`()
            cut.kill()
        }
        assertEquals(listOf("cleaned up"), log)
    }

    @Test
    fun `greenlets of hubs and pools`() {
        Hub.open("sim").use { hub ->
            assertEquals(3, hub.greenlet { 3 }.result())
            hub { assertEquals(4, Pool(1).greenlet { 4 }.result()) }
        }
    }

    @Test
    fun `results and work from other threads`() {
        runHub {
            val answer = AsyncResult<String>()
            Thread.ofPlatform().start { answer.set("yes") }
            assertEquals("yes", answer.result(5.seconds))
            assertEquals("yes", answer.result())
            assertTrue(offload { !Thread.currentThread().isVirtual })
        }
    }
}
