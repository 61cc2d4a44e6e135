"""Model bundles: what they hold, how they are read and run; nothing else knows onnxruntime."""
