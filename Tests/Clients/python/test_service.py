"""Speaks to the built server with Python's own gRPC, and shows how a client is written.

    python test_service.py PATH/TO/outlay

The stubs are made from the proto files when the test starts.
"""

import hashlib
import importlib
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import grpc
import grpc_tools.protoc
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROTOS = ROOT / "Sources/SimulationAPI/Protos"
PROGRAM = None
SCENARIOS = ROOT / "Scenarios"


def make_stubs(directory):
    files = [str(path.relative_to(PROTOS)) for path in PROTOS.glob("outlay/v1/*.proto")]
    arguments = ["protoc", f"-I{PROTOS}", f"--python_out={directory}", f"--grpc_python_out={directory}"]
    if grpc_tools.protoc.main(arguments + files) != 0:
        raise RuntimeError("the stubs cannot be made")
    sys.path.insert(0, str(directory))


class Server:
    """A server with its data in a directory, which another server can take over."""

    def __init__(self, data, *options, log=None):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port=0", f"--data={data}", f"--policies={SCENARIOS / 'policies'}", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1])
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")

    def end(self, number=signal.SIGTERM):
        self.channel.close()
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        return status


class ServiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stubs = tempfile.TemporaryDirectory()
        make_stubs(cls.stubs.name)
        for name in ["questions", "catalogue", "populations", "simulation", "batches"]:
            setattr(cls, name, importlib.import_module(f"outlay.v1.{name}_pb2"))
            setattr(cls, f"{name}_grpc", importlib.import_module(f"outlay.v1.{name}_pb2_grpc"))

    def setUp(self):
        self.data = tempfile.TemporaryDirectory()
        self.server = Server(self.data.name)

    def tearDown(self):
        if self.server.process.poll() is None:
            self.server.end()
        self.data.cleanup()

    def scenario(self, name):
        return self.questions.Scenario(yaml=(SCENARIOS / name).read_bytes(), display_name=name)

    def bring_sample(self):
        ledger = SCENARIOS / "ledgers/sample"
        request = self.populations.ImportPopulationRequest

        def messages():
            yield request(header=request.Header(policy="cixi-2017-06", display_name="sample"))
            data = (ledger / "enterprises.csv").read_bytes()
            yield request(block=request.FileBlock(register=True, data=data))
            for sheet in sorted((ledger / "claims").glob("*.csv")):
                yield request(block=request.FileBlock(measure=sheet.stem, data=sheet.read_bytes()))

        stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
        return stub.ImportPopulation(messages())

    def run_locally(self, *arguments):
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run(
                [PROGRAM, *arguments, f"--out={directory}/out", "--lang=en"], check=True, capture_output=True
            )
            return {path.name: path.read_bytes() for path in pathlib.Path(directory, "out").iterdir()}

    def fails(self, code, call):
        with self.assertRaises(grpc.RpcError) as raised:
            call()
        self.assertEqual(raised.exception.code(), code)
        return raised.exception.details()

    def test_health_and_reflection(self):
        health = health_pb2_grpc.HealthStub(self.server.channel)
        answer = health.Check(health_pb2.HealthCheckRequest())
        self.assertEqual(answer.status, health_pb2.HealthCheckResponse.SERVING)
        database = ProtoReflectionDescriptorDatabase(self.server.channel)
        self.assertIn("outlay.v1.SimulationService", database.get_services())
        self.assertIn("grpc.reflection.v1.ServerReflection", database.get_services())
        service = DescriptorPool(database).FindServiceByName("outlay.v1.SimulationService")
        self.assertEqual(sorted(method.name for method in service.methods), ["Answer", "Run", "Sweep"])

    def test_catalogue(self):
        stub = self.catalogue_grpc.CatalogueServiceStub(self.server.channel)
        policy = stub.GetPolicy(self.catalogue.GetPolicyRequest(id="cixi-2017-06"))
        self.assertEqual(len(policy.measures), 186)
        self.assertEqual(sum(measure.computable for measure in policy.measures), 152)
        self.fails(
            grpc.StatusCode.NOT_FOUND,
            lambda: stub.GetPolicy(self.catalogue.GetPolicyRequest(id="../../etc")),
        )
        bad = self.questions.Scenario(yaml=b"title: x\npolicy: cixi-2017-06\n", display_name="bad.yaml")
        answer = stub.ValidateScenario(self.catalogue.ValidateScenarioRequest(scenario=bad))
        self.assertFalse(answer.valid)
        self.assertTrue(any("bad.yaml" in finding.text for finding in answer.findings))

    def test_run_agrees_with_the_command_line(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        request = self.simulation.RunRequest(
            scenario=self.scenario("sample-ledger.yaml"), population=population.id
        )
        answer = stub.Run(request)
        expected = (SCENARIOS / "ledgers/sample/expected-pools.csv").read_text().splitlines()
        columns = expected[0].lstrip("\ufeff").split(",")
        for line, pool in zip(expected[1:], answer.pools, strict=True):
            row = dict(zip(columns, line.split(",")))
            self.assertEqual(pool.pool, row["pool"])
            self.assertEqual(pool.paid_fen, round(100 * float(row["paid_yuan"])))
        request.set["equipment-investment.general.rate"] = "6%"
        self.assertNotEqual(stub.Run(request).award_fen, answer.award_fen)
        request.set["equipment-investment.general.rat"] = "6%"
        details = self.fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: stub.Run(request))
        self.assertIn("equipment-investment.general.rate", details)

    def test_sweep_gives_at_each_point_what_a_run_gives(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        scenario = self.scenario("sample-ledger.yaml")
        address = "equipment-investment.general.rate"
        axis = self.questions.SweepQuestion.Axis(address=address, values="2%..8%:1%")
        parts = list(
            stub.Sweep(
                self.simulation.SweepRequest(
                    scenario=scenario,
                    population=population.id,
                    sweep=self.questions.SweepQuestion(axes=[axis]),
                )
            )
        )
        header = parts[0].header
        self.assertEqual((header.points, list(header.axes)), (7, [address]))
        column = list(header.columns).index("paid")
        paid = [value for part in parts[1:] for value in part.block.columns[column].values]
        expected = [
            stub.Run(
                self.simulation.RunRequest(
                    scenario=scenario, population=population.id, set={address: f"{rate}%"}
                )
            ).paid_fen
            for rate in range(2, 9)
        ]
        self.assertEqual(paid, expected)

    def test_batch_survives_the_server(self):
        population = self.bring_sample()
        axes = [
            self.questions.SweepQuestion.Axis(address=address, values=values)
            for address, values in [
                # Seconds of work, so that the server goes twice while it is underway.
                ("equipment-investment.general.rate", "0.1%..20%:0.1%"),
                ("equipment-investment.general.cap", "5万..400万:5万"),
            ]
        ]
        request = self.batches.SubmitBatchRequest(
            request_id="one",
            question=self.questions.Question(
                scenario=self.scenario("sample-ledger.yaml"),
                population=self.questions.HeldPopulation(id=population.id),
                output_display_name="out",
                sweep=self.questions.SweepQuestion(axes=axes),
            ),
        )
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        batch = stub.SubmitBatch(request)
        self.assertEqual(stub.SubmitBatch(request).id, batch.id)
        finished = cursor = 0
        for number in [signal.SIGKILL, signal.SIGTERM]:
            # From the cursor on, to where more is finished than ever before.
            for state in stub.WatchBatch(self.batches.WatchBatchRequest(id=batch.id, cursor=cursor)):
                self.assertGreater(state.cursor, cursor)
                self.assertGreaterEqual(state.progress.finished, finished)
                cursor = state.cursor
                if state.progress.finished > finished:
                    break
            self.assertEqual(state.state, self.batches.Batch.STATE_RUNNING)
            finished = state.progress.finished
            self.server.end(number)
            self.server = Server(self.data.name)
            stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        states = list(stub.WatchBatch(self.batches.WatchBatchRequest(id=batch.id, cursor=cursor)))
        self.assertEqual(states[-1].state, self.batches.Batch.STATE_SUCCEEDED, states[-1].failure)
        self.assertGreaterEqual(min(state.progress.finished for state in states), finished)
        files = {}
        for part in stub.GetBatchResults(self.batches.GetBatchResultsRequest(id=batch.id)):
            if part.HasField("file"):
                files[part.file.name] = files.get(part.file.name, b"") + part.file.data
        options = [
            option
            for axis in axes
            for option in ("--range", f"{axis.address}={axis.values}")
        ]
        with tempfile.TemporaryDirectory() as store:
            local = self.run_locally(
                "sweep", str(SCENARIOS / "sample-ledger.yaml"), f"--store={store}", *options
            )
        self.assertEqual(set(files), set(local))
        for name in set(files) - {"summary.json"}:
            self.assertEqual(files[name], local[name], name)
        summaries = [json.loads(found["summary.json"]) for found in (files, local)]
        for summary in summaries:
            del summary["environment"]
        self.assertEqual(*summaries)

    def test_cancelled_batch_stops(self):
        population = self.bring_sample()
        axes = [
            self.questions.SweepQuestion.Axis(address=address, values=values)
            for address, values in [
                ("equipment-investment.general.rate", "0.01%..20%:0.01%"),
                ("equipment-investment.general.cap", "1万..400万:1万"),
            ]
        ]
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"),
            population=self.questions.HeldPopulation(id=population.id),
            sweep=self.questions.SweepQuestion(axes=axes),
        )
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        first = stub.SubmitBatch(self.batches.SubmitBatchRequest(request_id="a", question=question))
        second = stub.SubmitBatch(self.batches.SubmitBatchRequest(request_id="b", question=question))
        answer = stub.CancelBatch(self.batches.CancelBatchRequest(id=second.id))
        self.assertEqual(answer.state, self.batches.Batch.STATE_CANCELLED)
        for state in stub.WatchBatch(self.batches.WatchBatchRequest(id=first.id)):
            if state.progress.finished > 0:
                stub.CancelBatch(self.batches.CancelBatchRequest(id=first.id))
                break
        states = list(stub.WatchBatch(self.batches.WatchBatchRequest(id=first.id, cursor=state.cursor)))
        self.assertEqual(states[-1].state, self.batches.Batch.STATE_CANCELLED)
        self.fails(
            grpc.StatusCode.FAILED_PRECONDITION,
            lambda: list(stub.GetBatchResults(self.batches.GetBatchResultsRequest(id=first.id))),
        )

    def test_bounds_and_paths(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        population = self.bring_sample()
        large = self.questions.Scenario(yaml=b"#" * (2 << 20))
        details = self.fails(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            lambda: stub.Run(self.simulation.RunRequest(scenario=large, population=population.id)),
        )
        self.assertIn("1048576", details)
        for policy in ["/etc", "../policies/cixi-2017-06", "policies/../policies/cixi-2017-06"]:
            yaml = (SCENARIOS / "cixi-2017-baseline.yaml").read_text()
            yaml = yaml.replace("policy: policies/cixi-2017-06", f"policy: {policy}")
            question = self.questions.Question(
                scenario=self.questions.Scenario(yaml=yaml.encode()), run=self.questions.RunQuestion()
            )
            self.fails(
                grpc.StatusCode.NOT_FOUND,
                lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
            )
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"), run=self.questions.RunQuestion()
        )
        self.fails(
            grpc.StatusCode.INVALID_ARGUMENT,
            lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
        )

    def test_leaving_stops_the_computation(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        yaml = (SCENARIOS / "cixi-2017-baseline.yaml").read_text()
        question = self.questions.Question(
            scenario=self.questions.Scenario(yaml=yaml.encode(), display_name="x.yaml"),
            run=self.questions.RunQuestion(replicates=10000),
        )
        times = []
        # What others do on the machine may hold up one attempt, and hardly three.
        while not times or (times[-1] >= 0.1 and len(times) < 3):
            call = stub.Answer(self.simulation.AnswerRequest(question=question))
            self.assertTrue(self.waits_for(lambda: self.children()))
            call.cancel()
            left = time.monotonic()
            self.assertTrue(self.waits_for(lambda: not self.children()))
            times.append(time.monotonic() - left)
        self.assertLess(times[-1], 0.1)

    def children(self):
        pid = self.server.process.pid
        found = []
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                found += pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split()
            except FileNotFoundError:
                pass
        return found

    def waits_for(self, condition):
        for _ in range(2000):
            if condition():
                return True
            time.sleep(0.005)
        return False

    def certificate(self, name, issuer=None):
        """Makes PEM files with OpenSSL, signed by an issuer or by themselves."""
        base = pathlib.Path(self.data.name, name)
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-nodes", "-days", "1", "-subj", f"/CN={name}", "-keyout", f"{base}.key", "-out", f"{base}.pem"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        if issuer:
            command += ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"]
            command += ["-addext", "basicConstraints=critical,CA:FALSE"]
        subprocess.run(command, check=True, capture_output=True)
        return base

    def check_health(self, port, authority, client=None):
        options = {"root_certificates": pathlib.Path(f"{authority}.pem").read_bytes()}
        if client:
            options["private_key"] = pathlib.Path(f"{client}.key").read_bytes()
            options["certificate_chain"] = pathlib.Path(f"{client}.pem").read_bytes()
        with grpc.secure_channel(f"localhost:{port}", grpc.ssl_channel_credentials(**options)) as channel:
            stub = health_pb2_grpc.HealthStub(channel)
            return stub.Check(health_pb2.HealthCheckRequest(), timeout=10).status

    def test_tls_with_client_certificates(self):
        authority = self.certificate("authority")
        own, client = self.certificate("server", authority), self.certificate("client", authority)
        stranger = self.certificate("stranger")
        self.server.end()
        self.server = Server(
            self.data.name,
            f"--tls-certificate={own}.pem",
            f"--tls-key={own}.key",
            f"--tls-client-authorities={authority}.pem",
        )
        port = self.server.port
        self.assertEqual(self.check_health(port, authority, client), health_pb2.HealthCheckResponse.SERVING)
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, authority))
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, authority, stranger))

    def test_ledgers_belong_to_who_brought_them(self):
        tokens = pathlib.Path(self.data.name, "tokens")
        tokens.write_text(
            "".join(
                f"{name} run {hashlib.sha256(name.encode()).hexdigest()}\n" for name in ["one", "other"]
            )
        )
        self.server.end()
        self.server = Server(self.data.name, f"--tokens={tokens}")
        stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
        as_one, as_other = ([("authorization", f"Bearer {name}")] for name in ["one", "other"])
        request = self.populations.SynthesizePopulationRequest(
            scenario=self.questions.Scenario(
                yaml=(SCENARIOS / "tight-budget.yaml").read_bytes().replace(b"size: 5000", b"size: 200")
            )
        )
        self.fails(grpc.StatusCode.UNAUTHENTICATED, lambda: stub.SynthesizePopulation(request))
        held = stub.SynthesizePopulation(request, metadata=as_one)
        self.assertEqual(held.claimant_count, 200)
        wanted = self.populations.GetPopulationRequest(id=held.id)
        self.assertEqual(stub.GetPopulation(wanted, metadata=as_one).hash, held.hash)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.GetPopulation(wanted, metadata=as_other))
        unwanted = self.populations.DeletePopulationRequest(id=held.id)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.DeletePopulation(unwanted, metadata=as_other))
        stub.DeletePopulation(unwanted, metadata=as_one)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.GetPopulation(wanted, metadata=as_one))

    def test_calls_at_work_end_before_the_server(self):
        population = self.bring_sample()
        axis = self.questions.SweepQuestion.Axis(
            address="equipment-investment.general.rate", values="0.01%..20%:0.01%"
        )
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"),
            population=self.questions.HeldPopulation(id=population.id),
            sweep=self.questions.SweepQuestion(axes=[axis]),
        )
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        call = stub.Answer(self.simulation.AnswerRequest(question=question))
        self.assertTrue(self.waits_for(lambda: self.children()))
        self.server.process.send_signal(signal.SIGTERM)
        parts = list(call)
        self.assertTrue(parts[-1].HasField("status"))
        self.assertEqual(parts[-1].status, 0)
        self.assertEqual(self.server.process.wait(timeout=10), 0)
        self.server.process.stdout.close()

    def test_memory_is_bounded(self):
        self.server.end()
        self.server = Server(self.data.name, "--memory-bytes=30000000")
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("tight-budget.yaml"), run=self.questions.RunQuestion()
        )
        self.fails(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
        )
        self.assertFalse(self.children())
        health = health_pb2_grpc.HealthStub(self.server.channel)
        health.Check(health_pb2.HealthCheckRequest())

    def test_queue_and_populations_are_bounded(self):
        self.server.end()
        self.server = Server(self.data.name, "--batches=1", "--population-bytes=1000")
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("tight-budget.yaml"), run=self.questions.RunQuestion(replicates=10000)
        )
        request = self.batches.SubmitBatchRequest(request_id="a", question=question)
        batch = stub.SubmitBatch(request)
        request.request_id = "b"
        self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub.SubmitBatch(request))
        stub.CancelBatch(self.batches.CancelBatchRequest(id=batch.id))
        self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, self.bring_sample)

    def test_tables_come_as_columns(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"),
            population=self.questions.HeldPopulation(id=population.id),
            run=self.questions.RunQuestion(),
            as_columns=True,
        )

        def tables():
            found = {}
            for part in stub.Answer(self.simulation.AnswerRequest(question=question)):
                self.assertFalse(part.file.name.endswith(".csv"))
                if not part.HasField("table"):
                    continue
                table = found.setdefault(part.table.table, {})
                for column in part.table.columns:
                    cells = table.setdefault(column.name, [])
                    self.assertEqual(len(cells), part.table.first_row)
                    cells += column.money.fen if column.HasField("money") else column.texts.values
            return found

        found = tables()
        expected = (SCENARIOS / "ledgers/sample/expected-pools.csv").read_text().lstrip("\ufeff").splitlines()
        rows = [dict(zip(expected[0].split(","), line.split(","))) for line in expected[1:]]
        self.assertEqual(found["pools"]["paid_fen"], [round(100 * float(row["paid_yuan"])) for row in rows])
        self.assertEqual(sum(found["claims"]["paid_fen"]), sum(found["pools"]["paid_fen"]))
        self.assertEqual(len(found["claims"]["claim"]), len(found["claims"]["paid_fen"]))
        question.solve.CopyFrom(
            self.questions.SolveQuestion(
                adjust="equipment-investment.general.rate", until="chapter-2.factor=1", to="50%"
            )
        )
        solution = tables()["solution"]
        self.assertEqual(solution["address"], ["equipment-investment.general.rate"])
        self.assertEqual(list(solution), ["address", "before", "after", "step"])

    def restart(self, *options, log=None):
        self.server.end()
        self.server = Server(self.data.name, *options, log=log)

    def test_requests_are_bounded_with_a_message(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        for size in [5 << 20, 50 << 20]:
            request = self.simulation.RunRequest(scenario=self.questions.Scenario(yaml=b"#" * size))
            details = self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub.Run(request))
            self.assertIn("this server takes 4194304", details)
        request = self.populations.ImportPopulationRequest

        def messages():
            yield request(header=request.Header(policy="cixi-2017-06", display_name="large"))
            yield request(block=request.FileBlock(register=True, data=b"x" * (6 << 20)))

        stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
        self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub.ImportPopulation(messages()))
        self.bring_sample()

    def test_who_leaves_does_not_wait_and_who_stays_waits_once(self):
        with tempfile.TemporaryFile("w+") as log:
            self.restart("--metrics-interval=1", log=log)
            yaml = (SCENARIOS / "tight-budget.yaml").read_bytes().replace(b"size: 5000", b"size: 10000")
            scenario = self.questions.Scenario(yaml=yaml, display_name="large.yaml")
            stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
            population = stub.SynthesizePopulation(
                self.populations.SynthesizePopulationRequest(scenario=scenario)
            )
            stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
            request = self.simulation.RunRequest(scenario=scenario, population=population.id)
            self.fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: stub.Run(request, timeout=0.02))
            # The call that is given up ends at the server before the population is ready.
            self.assertTrue(self.waits_for(lambda: "Run,code=deadlineExceeded" in self.text(log) or "Run,code=cancelled" in self.text(log)))
            calls = [stub.Run.future(request) for _ in range(8)]
            awards = {call.result().award_fen for call in calls}
            self.assertEqual(len(awards), 1)
            self.assertEqual(self.server.end(), 0)
            last = self.text(log).splitlines()[-1]
            self.assertIn("outlay_preparation=1, mean", last)
            largest = float(re.search(r"outlay_preparation=1, mean ([0-9.]+) ms", last).group(1))
            self.assertGreater(largest, 200)

    def text(self, log):
        log.seek(0)
        return log.read()

    def test_slow_reader_holds_back_only_itself(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        axes = [
            self.questions.SweepQuestion.Axis(address=address, values=values)
            for address, values in [
                ("equipment-investment.general.rate", "0.05%..20%:0.05%"),
                ("equipment-investment.general.cap", "1万..40万:1万"),
            ]
        ]
        request = self.simulation.SweepRequest(
            scenario=self.scenario("sample-ledger.yaml"),
            population=population.id,
            sweep=self.questions.SweepQuestion(axes=axes),
        )
        slow = stub.Sweep(request)
        self.assertEqual(next(slow).header.points, 16000)
        # The server stops when what is underway fills the windows.
        self.assertTrue(self.waits_for(lambda: self.is_idle()))
        run = self.simulation.RunRequest(scenario=request.scenario, population=population.id)
        for number in range(20):
            run.set["equipment-investment.general.rate"] = f"{number + 1}%"
            stub.Run(run, timeout=10)
        request.sweep.axes.pop()
        self.assertEqual(sum(len(part.block.columns[0].values) for part in stub.Sweep(request) if part.block.columns), 400)
        self.assertEqual(sum(len(part.block.columns[0].values) for part in slow), 16000)

    def is_idle(self):
        def processor_time():
            fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])

        before = processor_time()
        time.sleep(0.3)
        return processor_time() - before <= 3

    def test_owners_take_turns(self):
        tokens = pathlib.Path(self.data.name, "tokens")
        tokens.write_text(
            "".join(f"{name} run {hashlib.sha256(name.encode()).hexdigest()}\n" for name in ["many", "one"])
        )
        self.restart(f"--tokens={tokens}")
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        as_many, as_one = ([("authorization", f"Bearer {name}")] for name in ["many", "one"])
        yaml = (SCENARIOS / "tight-budget.yaml").read_bytes().replace(b"size: 5000", b"size: 100")
        question = self.questions.Question(
            scenario=self.questions.Scenario(yaml=yaml), run=self.questions.RunQuestion()
        )
        submit = self.batches.SubmitBatchRequest
        held = [
            stub.SubmitBatch(submit(request_id=f"{number}", question=question), metadata=as_many)
            for number in range(5)
        ]
        own = stub.SubmitBatch(submit(request_id="own", question=question), metadata=as_one)
        list(stub.WatchBatch(self.batches.WatchBatchRequest(id=own.id), metadata=as_one))
        last = stub.GetBatch(self.batches.GetBatchRequest(id=held[-1].id), metadata=as_many)
        self.assertEqual(last.state, self.batches.Batch.STATE_QUEUED)
        list(stub.WatchBatch(self.batches.WatchBatchRequest(id=held[-1].id), metadata=as_many))
        last = stub.GetBatch(self.batches.GetBatchRequest(id=held[-1].id), metadata=as_many)
        self.assertEqual(last.state, self.batches.Batch.STATE_SUCCEEDED)

    def test_broken_requests_end_nothing(self):
        population = self.bring_sample()
        random.seed(1)
        database = ProtoReflectionDescriptorDatabase(self.server.channel)
        pool = DescriptorPool(database)
        for service in ["Catalogue", "Population", "Simulation", "Batch"]:
            for method in pool.FindServiceByName(f"outlay.v1.{service}Service").methods:
                for _ in range(20):
                    raw = self.server.channel.unary_stream(
                        f"/outlay.v1.{service}Service/{method.name}",
                        request_serializer=lambda data: data,
                        response_deserializer=lambda data: data,
                    )
                    try:
                        list(raw(random.randbytes(random.randrange(200)), timeout=5))
                    except grpc.RpcError as error:
                        self.assertNotEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
        for garbage in [b"GET / HTTP/1.1\r\n\r\n", random.randbytes(10000), b""]:
            with socket.create_connection(("127.0.0.1", self.server.port)) as connection:
                connection.sendall(garbage)
        self.assertIsNone(self.server.process.poll())
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        request = self.simulation.RunRequest(
            scenario=self.scenario("sample-ledger.yaml"), population=population.id
        )
        self.assertGreater(stub.Run(request).award_fen, 0)

    def test_crash_of_an_answer_is_told(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("tight-budget.yaml"), run=self.questions.RunQuestion(replicates=10000)
        )
        call = stub.Answer(self.simulation.AnswerRequest(question=question))
        self.assertTrue(self.waits_for(lambda: self.children()))
        os.kill(int(self.children()[0]), signal.SIGSEGV)
        details = self.fails(grpc.StatusCode.INTERNAL, lambda: list(call))
        self.assertIn("signal 11", details)
        question.run.replicates = 0
        parts = list(stub.Answer(self.simulation.AnswerRequest(question=question)))
        self.assertEqual(parts[-1].status, 0)

    def test_certificates_are_read_again(self):
        first, second = self.certificate("first"), self.certificate("second")
        own = pathlib.Path(self.data.name, "own")

        def install(authority):
            certificate = self.certificate(f"server-of-{authority.name}", authority)
            for suffix in ["key", "pem"]:
                os.replace(f"{certificate}.{suffix}", f"{own}.{suffix}")

        install(first)
        self.restart(f"--tls-certificate={own}.pem", f"--tls-key={own}.key")
        port = self.server.port
        self.assertEqual(self.check_health(port, first), health_pb2.HealthCheckResponse.SERVING)
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, second))
        install(second)

        def is_new():
            try:
                return self.check_health(port, second) == health_pb2.HealthCheckResponse.SERVING
            except grpc.RpcError:
                return False

        self.assertTrue(self.waits_for(is_new))
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, first))

    def test_certificates_say_whose_a_population_is(self):
        authority = self.certificate("authority")
        own = self.certificate("server", authority)
        self.restart(
            f"--tls-certificate={own}.pem",
            f"--tls-key={own}.key",
            f"--tls-client-authorities={authority}.pem",
        )

        def as_client(name):
            client = self.certificate(name, authority)
            credentials = grpc.ssl_channel_credentials(
                *(pathlib.Path(f"{base}.{suffix}").read_bytes() for base, suffix in
                  [(authority, "pem"), (client, "key"), (client, "pem")])
            )
            return grpc.secure_channel(f"localhost:{self.server.port}", credentials)

        yaml = (SCENARIOS / "tight-budget.yaml").read_bytes().replace(b"size: 5000", b"size: 100")
        request = self.populations.SynthesizePopulationRequest(scenario=self.questions.Scenario(yaml=yaml))
        with as_client("one") as one, as_client("other") as other:
            stub = self.populations_grpc.PopulationServiceStub(one)
            held = self.populations.GetPopulationRequest(id=stub.SynthesizePopulation(request).id)
            self.assertEqual(stub.GetPopulation(held).claimant_count, 100)
            stranger = self.populations_grpc.PopulationServiceStub(other)
            self.fails(grpc.StatusCode.NOT_FOUND, lambda: stranger.GetPopulation(held))

    def test_idle_streams_take_little(self):
        channels = [
            grpc.insecure_channel(
                f"127.0.0.1:{self.server.port}", options=[("grpc.use_local_subchannel_pool", 1)]
            )
            for _ in range(10)
        ]
        streams = []
        for channel in channels:
            stub = health_pb2_grpc.HealthStub(channel)
            streams += [stub.Watch(health_pb2.HealthCheckRequest()) for _ in range(100)]
        for stream in streams:
            self.assertEqual(next(stream).status, health_pb2.HealthCheckResponse.SERVING)
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        resident = int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024
        print(f"1000 idle streams: {resident / 1e6:.0f} MB")
        self.assertLess(resident, 100_000_000)
        for channel in channels:
            channel.close()

    def test_the_request_to_end_is_met(self):
        self.assertEqual(self.server.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
