"""What passes between browsers and kernels: filtered, in turn, and to whom it belongs."""
