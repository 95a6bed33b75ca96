package io.anyloop.kotlin

import io.anyloop.Hub
import io.anyloop.group.Pool
import io.anyloop.queue.Queue
import io.anyloop.sync.Semaphore
import java.net.ServerSocket
import java.net.Socket
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking

// What docs/kotlin.md shows.

// @start region="first"
fun main() {
    runHub {
        greenlet { tick() } // starts when the line below waits
        println(timeoutOrNull(1.seconds) { ask() } ?: "no answer")
    }
}

fun tick() {
    for (i in 1..3) {
        sleep(100.milliseconds) // lets others run
        println("tick $i")
    }
}

fun ask(): String =
    ServerSocket(0).use { silent ->
        Socket("localhost", silent.localPort).use { it.getInputStream().readAllBytes().decodeToString() } // so does this
    }
// @end

fun fetch(url: String): String {
    sleep(1.seconds)
    require(url.isNotEmpty()) { "no address" }
    return "page of $url"
}

// @start region="group"
fun both(first: String, second: String): Int = group {
    val one = greenlet { fetch(first) }
    val two = greenlet { fetch(second) }
    one.result().length + two.result().length // if one fails, the other is killed
}
// @end

// @start region="pool"
fun pages(urls: List<String>): List<String> = urls.mapIn(Pool(20)) { fetch(it) }
// @end

// @start region="queue"
fun inTurn(urls: List<String>): List<String> {
    val pages = Queue<String>(100)
    greenlet {
        urls.forEach { pages.put(fetch(it)) }
        pages.shutdown() // ends the line below
    }
    return pages.toList()
}
// @end

// @start region="hub"
fun fromAnyThread(hub: Hub, connections: Semaphore): String =
    hub { connections.withPermit { fetch("a") } }
// @end

// @start region="coroutines"
fun bothWays(hub: Hub): List<String> = runBlocking(hub.asCoroutineDispatcher()) {
    val first = async { fetch("a") } // may wait as greenlets do
    val second = hub.greenlet { async { delay(1.seconds); "page of b" }.result() } // a greenlet waits for a coroutine
    listOf(first.await(), second.awaitResult()) // and a coroutine for a greenlet
}
// @end
