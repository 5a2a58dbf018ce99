"""Weights of an ONNX graph in half precision: half the size, the same arithmetic.

Numbers are stored as float16, and one Cast node for each tensor brings them back to float32 before they are used. The networks are rounded before
they are exported (half_precision.py), so that the graph still gives what PyTorch gives.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEAST_COUNT = 64
"""Smaller tensors stay as they are: a node costs as much as they would save."""


def store_in_half(model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores large tensors of a graph as float16, in place; a tensor that float16 does not hold exactly is left alone."""
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < LEAST_COUNT:
            continue
        values = numpy_helper.to_array(tensor)
        halved = values.astype(np.float16)
        if not np.array_equal(halved.astype(np.float32), values):
            continue
        name = f"{tensor.name}.half"
        casts.append(helper.make_node("Cast", [name], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(halved, name))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def shorten_names(model: onnx.ModelProto) -> onnx.ModelProto:
    """Names nodes and inner values by numbers, in place: in a deep graph the names PyTorch gives weigh more than they tell."""
    graph = model.graph
    kept = {border.name for border in [*graph.input, *graph.output]}
    names = {}
    for value in [*(tensor.name for tensor in graph.initializer), *(output for node in graph.node for output in node.output)]:
        if value and value not in kept:
            names.setdefault(value, f"v{len(names)}")
    for tensor in graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    for node in graph.node:
        node.name = ""
        for side in (node.input, node.output):
            side[:] = [names.get(value, value) for value in side]
    del graph.value_info[:]
    onnx.checker.check_model(model)
    return model
