package io.nextclick.gateway;

/** In the memory of this process. */
class HeapViewTest extends ViewContract {
    @Override
    View open() {
        return new HeapView();
    }
}
