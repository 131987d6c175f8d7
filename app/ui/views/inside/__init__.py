"""“Inside the network”: its layers at work on the drawing, and one neuron in detail."""
