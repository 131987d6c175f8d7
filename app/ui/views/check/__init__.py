"""“Check the claims”: MNIST's test images through the network, in this browser."""
