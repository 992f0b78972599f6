package io.penstock.bench.application.idle;

import io.penstock.listener.QueueListener;

import jakarta.inject.Singleton;

/** Fifty of two hundred listeners. Nobody sends what they listen for. */
@Singleton
class ThirdListeners {

    private static void unexpected(String text) {
        throw new IllegalStateException("Nobody sends here: " + text);
    }

    @QueueListener(value = "idle-100", autoStart = false)
    void listen100(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-101", autoStart = false)
    void listen101(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-102", autoStart = false)
    void listen102(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-103", autoStart = false)
    void listen103(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-104", autoStart = false)
    void listen104(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-105", autoStart = false)
    void listen105(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-106", autoStart = false)
    void listen106(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-107", autoStart = false)
    void listen107(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-108", autoStart = false)
    void listen108(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-109", autoStart = false)
    void listen109(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-110", autoStart = false)
    void listen110(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-111", autoStart = false)
    void listen111(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-112", autoStart = false)
    void listen112(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-113", autoStart = false)
    void listen113(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-114", autoStart = false)
    void listen114(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-115", autoStart = false)
    void listen115(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-116", autoStart = false)
    void listen116(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-117", autoStart = false)
    void listen117(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-118", autoStart = false)
    void listen118(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-119", autoStart = false)
    void listen119(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-120", autoStart = false)
    void listen120(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-121", autoStart = false)
    void listen121(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-122", autoStart = false)
    void listen122(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-123", autoStart = false)
    void listen123(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-124", autoStart = false)
    void listen124(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-125", autoStart = false)
    void listen125(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-126", autoStart = false)
    void listen126(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-127", autoStart = false)
    void listen127(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-128", autoStart = false)
    void listen128(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-129", autoStart = false)
    void listen129(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-130", autoStart = false)
    void listen130(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-131", autoStart = false)
    void listen131(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-132", autoStart = false)
    void listen132(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-133", autoStart = false)
    void listen133(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-134", autoStart = false)
    void listen134(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-135", autoStart = false)
    void listen135(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-136", autoStart = false)
    void listen136(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-137", autoStart = false)
    void listen137(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-138", autoStart = false)
    void listen138(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-139", autoStart = false)
    void listen139(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-140", autoStart = false)
    void listen140(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-141", autoStart = false)
    void listen141(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-142", autoStart = false)
    void listen142(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-143", autoStart = false)
    void listen143(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-144", autoStart = false)
    void listen144(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-145", autoStart = false)
    void listen145(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-146", autoStart = false)
    void listen146(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-147", autoStart = false)
    void listen147(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-148", autoStart = false)
    void listen148(String text) {
        unexpected(text);
    }

    @QueueListener(value = "idle-149", autoStart = false)
    void listen149(String text) {
        unexpected(text);
    }
}
